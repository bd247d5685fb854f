import { randomUUID } from 'node:crypto'

export const taskId = 'school#1'

export const aPdf = Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64')

const header =
  'anno_scolastico;nome_richiedente;cognome_richiedente;cf_richiedente;nome_bambino;cognome_bambino;cf_bambino;classe;giorni'
const row = (child: string) => `2026/2027;Anna;Rossi;RSSNNA80A41F205O;Luca;Rossi;${child};2B;lun mar`

/** A file of requests: one good row, one bad, never the same twice. */
export function aFile(town: string): FormData {
  const form = new FormData()
  form.set('municipality', town)
  form.set('procedure', 'canteen-enrolment')
  const lines = [header, row('RSSMRA85T50H501S'), row(`XXX${randomUUID().slice(0, 8)}`), '']
  form.set('file', new Blob([lines.join('\r\n')]), 'domande.csv')
  return form
}

/** As the console sends a fare. */
export const aTable = {
  name: 'Tariffa',
  hitPolicy: 'UNIQUE',
  inputs: [{ label: 'ISEE', expression: 'iseeCents', type: '' }],
  outputs: [{ name: 'cents', label: 'Centesimi', type: 'number' }],
  rules: [{ inputs: ['-'], outputs: ['600'], text: 'Tutti' }],
}
