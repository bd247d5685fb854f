import Button from '@mui/material/Button'
import { useState } from 'react'
import type { VerifyAuditAnswer } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'

/** Checks every link of a town's chain, and says what was checked. */
export const VerifyPanel = ({ town }: { town: string }) => {
  const { t } = useWords()
  const [answer, setAnswer] = useState<VerifyAuditAnswer | null>(null)
  const verify = useDo((api, id: string) => api.verifyAudit(id), { stale: [], onDone: setAnswer })
  return (
    <div className="panel row">
      <Button disabled={!town || verify.isPending} onClick={() => verify.mutate(town)}>
        {t('iter.audit.verify')}
      </Button>
      <div role="status" style={{ flex: 1, minWidth: 220 }}>
        {verify.isPending && t('iter.register.verifying')}
        {answer && !verify.isPending ? (
          <Verdict answer={answer} />
        ) : (
          !verify.isPending && <span className="small soft">{t('iter.register.verify_text')}</span>
        )}
      </div>
    </div>
  )
}

const Verdict = ({ answer }: { answer: VerifyAuditAnswer }) => {
  const { t, count, moment } = useWords()
  const { intact, firstBad, entries, from, to, covered } = answer
  return (
    <>
      <Chip tone={intact ? 'ok' : 'bad'}>
        {intact
          ? t('iter.audit.intact', { entries: count(entries), town: answer.municipality.name })
          : t('iter.audit.broken', { seq: firstBad?.seq, why: firstBad?.why })}
      </Chip>
      <p className="facts small">
        {entries > 0 && t('iter.register.checked', { entries: count(entries), from: moment(from), to: moment(to) })}{' '}
        {covered === null
          ? t('iter.register.no_checkpoints')
          : t('iter.register.covered', { covered: count(covered), entries: count(entries) })}
      </p>
    </>
  )
}
