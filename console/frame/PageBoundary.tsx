import { Component, type ReactNode } from 'react'
import { Failed } from '../common/faces.tsx'

/** A page that breaks leaves bar and menu standing. */
export class PageBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return <Failed error={this.state.error} retry={() => this.setState({ error: null })} />
  }
}
