import Button from '@mui/material/Button'
import { useState } from 'react'
import type { VerifyAuditAnswer } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'

export const VerifyButton = ({ town }: { town: string | undefined }) => {
  const { t, count } = useWords()
  const [answer, setAnswer] = useState<VerifyAuditAnswer | null>(null)
  const verify = useDo((api, id: string) => api.verifyAudit(id), { stale: [], onDone: setAnswer })
  return (
    <>
      <span role="status">
        {answer && (
          <Chip tone={answer.intact ? 'ok' : 'bad'}>
            {answer.intact
              ? t('iter.audit.intact', { entries: count(answer.entries), town: answer.municipality.name })
              : t('iter.audit.broken', { seq: answer.firstBad?.seq, why: answer.firstBad?.why })}
          </Chip>
        )}
      </span>
      {!town && <span className="small soft">{t('iter.audit.choose_town')}</span>}
      <Button disabled={!town || verify.isPending} onClick={() => town && verify.mutate(town)}>
        {t('iter.audit.verify')}
      </Button>
    </>
  )
}
