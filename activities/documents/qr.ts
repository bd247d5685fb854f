import QRCode from 'qrcode'

/** Error correction M, as the payment notice's rules want. */
export function qrModules(payload: string): boolean[][] {
  const { modules } = QRCode.create(payload, { errorCorrectionLevel: 'M' })
  const line = Array.from({ length: modules.size }, (_, index) => index)
  return line.map(row => line.map(column => modules.get(row, column) !== 0))
}
