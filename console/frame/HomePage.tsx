import { Navigate } from 'react-router-dom'
import { Loading } from '../common/faces.tsx'
import { useMay, useSession } from '../common/use-session.ts'
import { homeOf } from './home.ts'

/** Where a person's day begins. */
export const HomePage = () => {
  const session = useSession()
  const may = useMay()
  if (!session) return <Loading rows={8} />
  return <Navigate to={homeOf(may)} replace />
}
