import type { JsonObject } from '../../engine/json.ts'
import type { TaskPage } from '../api-types.d.ts'
import { answered } from '../common/answered.ts'
import { useDo } from '../common/use-api.ts'
import { settle } from '../providers/settle.ts'

interface Options {
  told: string
  onDone?: () => void
  key?: string
  quiet?: boolean
}

/** Claim, release, complete or hand over, and wait for the engine's answer. */
export const useTaskAct = (
  task: Pick<TaskPage, 'caseId' | 'taskId'>,
  verb: 'claim' | 'release' | 'complete' | 'reassign',
  { told, onDone, key, quiet = false }: Options,
) =>
  useDo(
    async (api, body: JsonObject) => {
      const answer = answered(await api.taskAct(task.caseId, task.taskId, verb, body, key))
      return settle(answer, { ask: id => api.actState(task.caseId, id) })
    },
    { stale: ['tasks', 'cases', 'counts'], told, quiet, onDone: () => onDone?.() },
  )
