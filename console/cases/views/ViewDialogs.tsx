import type { SavedView } from '../../api-types.d.ts'
import { ReasonDialog } from '../../common/ReasonDialog.tsx'
import { useDo } from '../../common/use-api.ts'
import { useSession, useTown } from '../../common/use-session.ts'
import { useWords } from '../../common/use-words.ts'
import type { ViewInput } from '../../providers/list-verbs.ts'
import { ViewForm } from './ViewForm.tsx'
import type { ViewedList } from './viewed-list.ts'

const stale = ['views']

/** Kept in the town that is switched on; with all towns on, in the first that one reads cases of. */
export const NewView = ({ of: viewed, onClose }: { of: ViewedList; onClose: () => void }) => {
  const { t } = useWords()
  const session = useSession()
  const [switched] = useTown()
  const town = viewed.municipality ?? (switched || (session?.permissions['cases.read']?.[0] ?? ''))
  const save = useDo(
    (api, input: ViewInput) => api.saveView({ ...input, list: viewed.list, municipality: town, query: viewed.query }),
    { stale, told: 'iter.views.saved', onDone: onClose },
  )
  return (
    <ViewForm
      title={t('iter.views.save_title')}
      town={town}
      isBusy={save.isPending}
      onClose={onClose}
      onSave={input => save.mutate(input)}
    />
  )
}

interface EditProps {
  view: SavedView
  of: ViewedList
  onClose: () => void
}

export const EditView = ({ view, of: viewed, onClose }: EditProps) => {
  const { t } = useWords()
  const save = useDo(
    (api, { withFilters, ...input }: ViewInput & { withFilters: boolean }) =>
      api.changeView(view.id, view.revision, { ...input, ...(withFilters && { query: viewed.query }) }),
    { stale, told: 'iter.views.saved', onDone: onClose },
  )
  return (
    <ViewForm
      title={t('iter.views.change_title')}
      view={view}
      town={view.municipality.id}
      isBusy={save.isPending}
      onClose={onClose}
      onSave={(input, withFilters) => save.mutate({ ...input, withFilters })}
    />
  )
}

export const DeleteView = ({ view, onClose }: { view: SavedView; onClose: () => void }) => {
  const { t } = useWords()
  const remove = useDo((api, id: string) => api.deleteView(id), { stale, told: 'iter.views.deleted', onDone: onClose })
  return (
    <ReasonDialog
      title={t('iter.views.delete_title', { name: view.name })}
      confirm={t('iter.views.delete')}
      danger
      withReason={false}
      isBusy={remove.isPending}
      onClose={onClose}
      onConfirm={() => remove.mutate(view.id)}
    >
      <p>{t(view.audience === 'me' ? 'iter.views.delete_own' : 'iter.views.delete_shared')}</p>
    </ReasonDialog>
  )
}
