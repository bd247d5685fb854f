import type { IncidentGroup } from '../api-types.d.ts'

export type Translate = (key: string, options?: Record<string, unknown>) => string

export interface TitledGroup {
  group: IncidentGroup
  title: string
  /** The message stands in the title already. */
  tellsMessage: boolean
}

/** What each group is called. Two of one platform that would be called the same are told apart by their messages. */
export const titledGroups = (groups: readonly IncidentGroup[], t: Translate): TitledGroup[] => {
  const plain = groups.map(group => ({ group, title: causeWords(group, t), town: townOf(group) }))
  return plain.map(({ group, title, town }) => {
    const isShared = plain.some(other => other.group !== group && other.title === title && other.town === town)
    return { group, title: isShared ? `${title}: ${group.message}` : title, tellsMessage: isShared }
  })
}

/** The cause in words: of failures, and of what restarts them. */
export const causeWords = ({ kind, platform }: Pick<IncidentGroup, 'kind' | 'platform'>, t: Translate): string => {
  const name = platform ? t(`iter.platform.${platform}`, { _: platform }) : t('iter.platform.iter')
  return t(`iter.incidents.cause.${kind}`, { platform: name })
}

/** It stands beside the title where the group is of one town alone. */
const townOf = ({ municipalities }: IncidentGroup) => (municipalities.length === 1 ? municipalities[0]?.id : undefined)
