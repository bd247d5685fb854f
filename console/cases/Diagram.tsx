import 'bpmn-js/dist/assets/diagram-js.css'
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import Button from '@mui/material/Button'
import { useEffect, useRef, useState } from 'react'
import type { GetDiagramAnswer } from '../api-types.d.ts'
import { Failed, Loading } from '../common/faces.tsx'
import { useWords } from '../common/use-words.ts'

interface Props {
  xml: string
  elements: GetDiagramAnswer['elements']
  flows: string[]
  picked: string | null
  onPick: (element: string | null) => void
}

interface Box {
  x: number
  y: number
  width: number
  height: number
  /** What a sub-process holds. */
  children?: object[]
}

/** What is used of the drawing's own services. */
interface Canvas {
  addMarker: (element: string, marker: string) => void
  removeMarker: (element: string, marker: string) => void
  scrollToElement: (element: string, padding: number) => void
  viewbox: (box?: Box) => { outer: { width: number; height: number } }
  zoom: (level: number | 'fit-viewport', center?: 'auto' | { x: number; y: number }) => number
}

interface Overlays {
  add: (element: string, overlay: { position: { bottom: number; left: number }; html: HTMLElement }) => void
  clear: () => void
}

interface Registry {
  get: (element: string) => Box | undefined
}

const leastReadable = 0.6
const readable = 0.85

const markers: Record<string, string> = { active: 'current', failed: 'stuck', done: 'visited' }

/** For the eye: the list of steps beside it says the same and is for the keyboard. bpmn.io's mark stays. */
export const Diagram = ({ xml, elements, flows, picked, onPick }: Props) => {
  const { t, lasting } = useWords()
  const place = useRef<HTMLDivElement>(null)
  const [viewer, setViewer] = useState<NavigatedViewer | null>(null)
  const [error, setError] = useState<unknown>(null)

  useEffect(() => {
    if (!place.current) return undefined
    const drawn = new NavigatedViewer({
      container: place.current,
      textRenderer: { defaultStyle: { fontFamily: 'Titillium Web', fontSize: 12 } },
    })
    let isGone = false
    drawn
      .importXML(xml)
      .then(() => {
        if (!isGone) setViewer(drawn)
      })
      .catch((cause: unknown) => {
        if (!isGone) setError(cause)
      })
    return () => {
      isGone = true
      setViewer(null)
      drawn.destroy()
    }
  }, [xml])

  useEffect(() => {
    if (!viewer) return
    mark(viewer, elements, flows)
    tellSince(viewer, elements, since => t('iter.step.for', { lasting: lasting(since) }))
    // Smaller than this nothing can be read: the place where the case stands is shown instead.
    if (showWhole(viewer) < leastReadable) showCurrent(viewer, elements)
  }, [viewer, elements, flows])

  useEffect(() => {
    if (!viewer) return undefined
    const pick = ({ element }: { element: { id: string } }) => onPick(element.id)
    viewer.on('element.click', pick)
    return () => viewer.off('element.click', pick)
  }, [viewer, onPick])

  useEffect(() => {
    if (!viewer || !picked || !registryOf(viewer).get(picked)) return undefined
    const canvas = canvasOf(viewer)
    canvas.addMarker(picked, 'picked')
    canvas.scrollToElement(picked, 40)
    return () => canvas.removeMarker(picked, 'picked')
  }, [viewer, picked])

  if (error) return <Failed error={error} retry={() => setError(null)} />
  return (
    <div>
      <div className="diagram" ref={place} role="group" aria-label={t('iter.path.diagram')} />
      {!viewer && <Loading rows={1} />}
      <div className="row small soft legend" style={{ marginTop: 4 }}>
        <span>{t('iter.path.legend')}</span>
        <span className="grow" />
        <Button variant="text" onClick={() => viewer && showCurrent(viewer, elements)}>
          {t('iter.path.here')}
        </Button>
        <Button variant="text" onClick={() => viewer && showWhole(viewer)}>
          {t('iter.path.whole')}
        </Button>
      </div>
    </div>
  )
}

const canvasOf = (viewer: NavigatedViewer) => viewer.get<Canvas>('canvas')
const registryOf = (viewer: NavigatedViewer) => viewer.get<Registry>('elementRegistry')

const isContainer = (shape: Box) => (shape.children ?? []).some(child => 'width' in child && !('labelTarget' in child))

const mark = (viewer: NavigatedViewer, elements: Props['elements'], flows: string[]) => {
  const canvas = canvasOf(viewer)
  const known = registryOf(viewer)
  for (const { element, state } of elements) {
    const marker = markers[state]
    const shape = known.get(element)
    // A sub-process is where the case is as long as something in it is: only what is inside gets a colour.
    if (!marker || !shape || isContainer(shape)) continue
    for (const one of Object.values(markers)) canvas.removeMarker(element, one)
    canvas.addMarker(element, marker)
  }
  for (const flow of flows) {
    if (known.get(flow)) canvas.addMarker(flow, 'taken')
  }
}

/** How long the case has been there, under each step that it stands at. */
const tellSince = (viewer: NavigatedViewer, elements: Props['elements'], words: (since: string) => string) => {
  const overlays = viewer.get<Overlays>('overlays')
  const known = registryOf(viewer)
  overlays.clear()
  for (const { element, state, since } of elements) {
    const shape = known.get(element)
    if ((state !== 'active' && state !== 'failed') || !since || !shape || isContainer(shape)) continue
    const html = Object.assign(document.createElement('span'), { className: 'since', textContent: words(since) })
    overlays.add(element, { position: { bottom: -4, left: 0 }, html })
  }
}

/** The scale it is shown at; untouched while it has no size (hidden on paper). */
const showWhole = (viewer: NavigatedViewer) =>
  hasSize(viewer) ? canvasOf(viewer).zoom('fit-viewport', 'auto') : readable

const hasSize = (viewer: NavigatedViewer) => {
  const { outer } = canvasOf(viewer).viewbox()
  return outer.width > 0 && outer.height > 0
}

/** The whole width of the view around the place, at a size that can be read. */
const showCurrent = (viewer: NavigatedViewer, elements: Props['elements']) => {
  const live = elements.filter(({ state }) => state === 'active' || state === 'failed')
  const shapes = (live.length > 0 ? live : elements).map(({ element }) => registryOf(viewer).get(element))
  const shape = shapes.find(one => one && !isContainer(one))
  if (!shape) return
  if (!hasSize(viewer)) return
  const { outer } = canvasOf(viewer).viewbox()
  const [width, height] = [outer.width / readable, outer.height / readable]
  const [x, y] = [shape.x + shape.width / 2 - width / 2, shape.y + shape.height / 2 - height / 2]
  canvasOf(viewer).viewbox({ x, y, width, height })
}
