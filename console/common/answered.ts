import { ApiError } from '../providers/http.ts'

/**
 * What the server answered. When it says that nobody is signed in, react-admin opens the sign-in page and resolves the call with
 * `{ data: {} }`: that is no answer, and nothing was done or saved.
 */
export const answered = <T>(answer: T): T => {
  if (isPlaceholder(answer)) throw new ApiError('ra.notification.logged_out', 401, 'not-signed-in')
  return answer
}

const isPlaceholder = (answer: unknown) =>
  typeof answer === 'object' &&
  answer !== null &&
  Object.keys(answer).length === 1 &&
  'data' in answer &&
  JSON.stringify(answer.data) === '{}'
