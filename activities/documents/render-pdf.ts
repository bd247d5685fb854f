import PDFDocument from 'pdfkit'
import type { Instant } from '../../engine/json.ts'
import { dataMatrix } from './data-matrix.ts'
import { fontBytes, fontNames, runsOf, type Weight } from './fonts.ts'
import type { Block, Code, Page } from './page.ts'
import { qrModules } from './qr.ts'

const millimetre = 72 / 25.4
const margin = 22 * millimetre

/**
 * Draws a page as an A4 PDF: tagged, in Italian, fonts embedded, the QR code as vectors.
 * The same page and instant give the same bytes.
 */
export function renderPdf(page: Page, at: Instant): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'it-IT',
    displayTitle: true,
    info: { Title: page.title, Author: page.head.name, CreationDate: new Date(at), ModDate: new Date(at) },
  })
  for (const name of fontNames) pdf.registerFont(name, fontBytes(name))
  const done = collect(pdf)
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  drawHead(pdf, root, page)
  for (const block of page.blocks) drawBlock(pdf, root, block)
  if (page.signature.length > 0) {
    pdf.moveDown(1.5)
    for (const line of page.signature) tagged(pdf, root, 'P', () => write(pdf, line, { size: 10.5, align: 'right' }))
  }
  root.end()
  pdf.end()
  return done
}

type Pdf = PDFKit.PDFDocument
type Structure = PDFKit.PDFStructureElement

function collect(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
}

function drawHead(pdf: Pdf, root: Structure, page: Page): void {
  tagged(pdf, root, 'P', () => write(pdf, page.head.name, { size: 16, weight: 'bold' }))
  for (const line of page.head.lines) tagged(pdf, root, 'P', () => write(pdf, line, { size: 9.5 }))
  const y = pdf.y + 4
  pdf.markContent('Artifact', { type: 'Layout' })
  pdf
    .moveTo(margin, y)
    .lineTo(pdf.page.width - margin, y)
    .lineWidth(0.8)
    .stroke()
  pdf.endMarkedContent()
  pdf.y = y + 14
  tagged(pdf, root, 'H1', () => write(pdf, page.title, { size: 14, weight: 'bold' }))
  pdf.moveDown(0.6)
}

function drawBlock(pdf: Pdf, root: Structure, block: Block): void {
  switch (block.type) {
    case 'heading':
      pdf.moveDown(0.4)
      return tagged(pdf, root, 'H2', () => write(pdf, block.text, { size: 11.5, weight: 'bold' }))
    case 'paragraph':
      tagged(pdf, root, 'P', () => write(pdf, block.text, {}))
      pdf.moveDown(0.5)
      return
    case 'facts':
      for (const { label, value } of block.items) {
        tagged(pdf, root, 'P', () => {
          write(pdf, `${label}: `, { weight: 'bold', continued: true })
          write(pdf, value, {})
        })
      }
      pdf.moveDown(0.5)
      return
    case 'list':
      drawList(pdf, root, block.items)
      pdf.moveDown(0.5)
      return
    case 'qr':
      return drawQr(pdf, root, block)
    case 'slip':
      return drawSlip(pdf, root, block)
  }
}

const padding = 8

/** A frame that no page cuts: its title, the code at the left, what is typed beside it. */
function drawSlip(pdf: Pdf, root: Structure, { title, qr, postal, items }: Block & { type: 'slip' }): void {
  const side = qr.side * millimetre
  const left = margin + padding + side + 2 * padding
  const postalSide = postal ? postal.side * millimetre : 0
  const width = pdf.page.width - margin - padding - left - (postal ? postalSide + padding : 0)
  const lines = items.map(({ label, value }) => `${label}: ${value}`)
  pdf.fontSize(9.5)
  const text = lines.reduce((sum, line) => sum + pdf.heightOfString(line, { width, lineGap: 2 }), 0)
  const height = 2 * padding + 22 + Math.max(side, postalSide, text)
  if (pdf.y + height > pdf.page.height - margin) pdf.addPage()
  const top = pdf.y
  pdf.markContent('Artifact', { type: 'Layout' })
  pdf
    .rect(margin, top, pdf.page.width - 2 * margin, height)
    .lineWidth(0.8)
    .stroke()
  pdf.endMarkedContent()
  pdf.x = margin + padding
  pdf.y = top + padding
  tagged(pdf, root, 'H3', () => write(pdf, title, { weight: 'bold' }))
  drawCode(pdf, root, { code: qr, modules: qrModules(qr.payload), left: margin + padding, top: top + padding + 22 })
  pdf.x = left
  pdf.y = top + padding + 22
  for (const { label, value } of items) {
    tagged(pdf, root, 'P', () => {
      write(pdf, `${label}: `, { size: 9.5, weight: 'bold', continued: true, width })
      write(pdf, value, { size: 9.5, width })
    })
  }
  if (postal) {
    const at = { left: pdf.page.width - margin - padding - postalSide, top: top + padding + 22 }
    drawCode(pdf, root, { code: postal, modules: dataMatrix(postal.payload), ...at })
  }
  pdf.x = margin
  pdf.y = top + height + padding
}

function drawList(pdf: Pdf, root: Structure, items: string[]): void {
  const list = pdf.struct('L')
  root.add(list)
  for (const item of items) {
    const body = pdf.struct('LBody', {}, () => write(pdf, `– ${item}`, { indent: 10 }))
    list.add(pdf.struct('LI', {}, [body]))
  }
  list.end()
}

function drawQr(pdf: Pdf, root: Structure, block: Block & { type: 'qr' }): void {
  const side = block.side * millimetre
  if (pdf.y + side > pdf.page.height - margin) pdf.addPage()
  const top = pdf.y
  drawCode(pdf, root, { code: block, modules: qrModules(block.payload), left: margin, top })
  pdf.y = top + side + 10
}

interface DrawnCode {
  code: Code
  modules: boolean[][]
  left: number
  top: number
}

function drawCode(pdf: Pdf, root: Structure, { code, modules, left, top }: DrawnCode): void {
  const cell = (code.side * millimetre) / modules.length
  const figure = pdf.struct('Figure', { alt: code.alt }, () => {
    modules.forEach((line, row) =>
      line.forEach((isDark, column) => isDark && pdf.rect(left + column * cell, top + row * cell, cell, cell)),
    )
    pdf.fill('black')
  })
  root.add(figure)
  figure.end()
}

function tagged(pdf: Pdf, root: Structure, type: string, draw: () => void): void {
  root.add(pdf.struct(type, {}, draw))
}

interface Style {
  size?: number
  weight?: Weight
  align?: 'left' | 'right'
  indent?: number
  continued?: boolean
  width?: number
}

/** One paragraph, in as many runs as its letters need fonts. */
function write(pdf: Pdf, text: string, style: Style): void {
  pdf.fontSize(style.size ?? 10.5).fillColor('black')
  const runs = runsOf(text === '' ? ' ' : text, style.weight ?? 'regular')
  runs.forEach((run, index) => {
    const more = index < runs.length - 1 || (style.continued ?? false)
    pdf.font(run.font).text(run.text, {
      continued: more,
      align: style.align ?? 'left',
      indent: index === 0 ? (style.indent ?? 0) : 0,
      lineGap: 2,
      ...(style.width !== undefined && { width: style.width }),
    })
  })
}
