import TextField from '@mui/material/TextField'
import MenuItem from '@mui/material/MenuItem'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk } from '../common/use-api.ts'
import { useMay, useSession, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { RequestForm } from './request/RequestForm.tsx'

/** Typed by a clerk at the counter: the same request as the front offices send. */
export const NewCasePage = () => {
  const { t, text } = useWords()
  const may = useMay()
  const session = useSession()
  const [switched] = useTown()
  const towns = (session?.municipalities ?? []).filter(one => may('cases.create', one.id))
  const [town, setTown] = useState('')
  const chosenTown = town || switched || (towns.length === 1 ? (towns[0]?.id ?? '') : '')
  const [procedure, setProcedure] = useState('')
  const procedures = useAsk(['procedures'], api => api.procedures())
  const chosen = procedures.data?.items.find(one => one.key === procedure) ?? procedures.data?.items[0]
  return (
    <Page title={t('iter.new_case.title')} above={<Link to="/cases">{t('iter.cases.title')}</Link>}>
      <Faces of={procedures} rows={6}>
        {data => (
          <>
            <div className="panel">
              <div className="fields" style={{ gap: 16 }}>
                <TextField
                  select
                  label={t('iter.new_case.procedure')}
                  value={chosen?.key ?? ''}
                  onChange={event => setProcedure(event.target.value)}
                >
                  {data.items.map(one => (
                    <MenuItem key={one.key} value={one.key}>
                      {text(one.title)}
                    </MenuItem>
                  ))}
                </TextField>
                <TextField
                  select
                  label={t('iter.new_case.municipality')}
                  value={chosenTown}
                  onChange={event => setTown(event.target.value)}
                >
                  {towns.map(one => (
                    <MenuItem key={one.id} value={one.id}>
                      {one.name}
                    </MenuItem>
                  ))}
                </TextField>
              </div>
            </div>
            {!chosenTown && <p className="panel soft">{t('iter.new_case.choose_town')}</p>}
            {chosen && chosenTown && (
              <RequestForm key={`${chosen.key}${chosenTown}`} procedure={chosen.key} municipality={chosenTown} />
            )}
          </>
        )}
      </Faces>
    </Page>
  )
}
