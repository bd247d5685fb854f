import { Page } from '../common/Page.tsx'
import { useWords } from '../common/use-words.ts'
import { TownsTable } from '../incidents/TownsTable.tsx'

export const MunicipalitiesPage = () => {
  const { t } = useWords()
  return (
    <Page title={t('iter.menu.municipalities')}>
      <TownsTable />
    </Page>
  )
}
