/** A file as the API takes it inside a request. */
export interface Attachment {
  name: string
  mediaType: string
  content: string
}

/** A one-page PDF that stands for a document the parent would have scanned. */
export function sampleDocument(name: string): Attachment {
  const text = `Documento di prova: ${name}`
  const stream = `BT /F1 18 Tf 60 760 Td (${text}) Tj ET`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  return { name, mediaType: 'application/pdf', content: Buffer.from(pdf(objects), 'latin1').toString('base64') }
}

function pdf(objects: string[]): string {
  let body = '%PDF-1.4\n'
  const offsets = objects.map((content, index) => {
    const at = body.length
    body += `${index + 1} 0 obj${content}endobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`
  return `${body}${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`
}
