/**
 * A Data Matrix (ECC 200, ISO/IEC 16022) of 64 by 64 modules, the size that a postal slip's text needs: 280 codewords of data in two interleaved
 * blocks, 56 of correction each, in sixteen regions of 14 by 14.
 */
const size = 64
const region = 14
const mapped = 56
const dataWords = 280
const correctionWords = 56
const blocks = 2

/** Rows of modules, true for a dark one, without the quiet zone (one module). @throws RangeError on text that is no ASCII or too long */
export function dataMatrix(text: string): boolean[][] {
  const words = withCorrection(padded(asciiWords(text)))
  const bits = placed(words)
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => module(bits, row, column)),
  )
}

/** ASCII encodation: two digits make one codeword. */
function asciiWords(text: string): number[] {
  const words: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    const pair = /^\d\d/.exec(text.slice(at, at + 2))?.[0]
    const code = text.charCodeAt(at)
    if (code > 127) throw new RangeError('a Data Matrix here holds ASCII only')
    words.push(pair === undefined ? code + 1 : Number(pair) + 130)
    if (pair !== undefined) at += 1
  }
  if (words.length > dataWords) throw new RangeError('the text is too long for the Data Matrix')
  return words
}

function padded(words: number[]): number[] {
  const all = [...words]
  if (all.length < dataWords) all.push(129)
  while (all.length < dataWords) {
    const pad = 129 + ((149 * (all.length + 1)) % 253) + 1
    all.push(pad > 254 ? pad - 254 : pad)
  }
  return all
}

/** Reed-Solomon over GF(256) with 0x12D, roots 2^1 to 2^56. */
function withCorrection(data: number[]): number[] {
  const generator = generatorOf(correctionWords)
  const corrections = Array.from({ length: blocks }, (_, block) =>
    remainder(
      data.filter((_word, index) => index % blocks === block),
      generator,
    ),
  )
  const interleaved = Array.from(
    { length: correctionWords * blocks },
    (_, index) => corrections[index % blocks]?.[Math.floor(index / blocks)] ?? 0,
  )
  return [...data, ...interleaved]
}

function generatorOf(degree: number): number[] {
  let polynomial = [1]
  for (let power = 1; power <= degree; power += 1) {
    const shifted = [...polynomial, 0]
    polynomial = shifted.map((value, index) => value ^ product(polynomial[index - 1] ?? 0, exponents[power] ?? 0))
  }
  return polynomial
}

function remainder(data: number[], generator: number[]): number[] {
  let rest = Array.from({ length: correctionWords }, () => 0)
  for (const word of data) {
    const factor = word ^ (rest[0] ?? 0)
    rest = rest.map((_, index) => (rest[index + 1] ?? 0) ^ product(factor, generator[index + 1] ?? 0))
  }
  return rest
}

const exponents: number[] = [1]
for (let power = 1; power < 255; power += 1) {
  const doubled = (exponents[power - 1] ?? 0) << 1
  exponents.push(doubled > 255 ? doubled ^ 0x12d : doubled)
}
const logarithms = new Map(exponents.map((value, power) => [value, power]))

function product(a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  return exponents[((logarithms.get(a) ?? 0) + (logarithms.get(b) ?? 0)) % 255] ?? 0
}

/** The eight modules of a codeword around its last one, most significant first (row and column offsets). */
const utah = [
  [-2, -2],
  [-2, -1],
  [-1, -2],
  [-1, -1],
  [-1, 0],
  [0, -2],
  [0, -1],
  [0, 0],
] as const

/** Where a codeword is cut by two corners of the mapping matrix, and where its walk then stands; 56 rows meet these two of the four cases. */
const corners = [
  {
    row: mapped,
    column: 0,
    modules: [
      [-1, 0],
      [-1, 1],
      [-1, 2],
      [0, -2],
      [0, -1],
      [1, -1],
      [2, -1],
      [3, -1],
    ],
  },
  {
    row: mapped + 4,
    column: 2,
    modules: [
      [-1, 0],
      [-1, -1],
      [0, -3],
      [0, -2],
      [0, -1],
      [1, -3],
      [1, -2],
      [1, -1],
    ],
  },
] as const

/** The codewords walk up and down the diagonals of the mapping matrix. */
function placed(words: number[]): (boolean | undefined)[][] {
  const bits: (boolean | undefined)[][] = Array.from({ length: mapped }, () => [])
  const put = (row: number, column: number, word: number, bit: number) => {
    const [r, c] = row < 0 ? [row + mapped, column + (4 - ((mapped + 4) % 8))] : [row, column]
    const [y, x] = c < 0 ? [r + (4 - ((mapped + 4) % 8)), c + mapped] : [r, c]
    const line = bits[y]
    if (line !== undefined) line[x] = ((words[word] ?? 0) & (128 >> bit)) !== 0
  }
  const isFree = (row: number, column: number) => bits[row]?.[column] === undefined
  let word = 0
  const place = (row: number, column: number) => {
    utah.forEach(([down, right], bit) => put(row + down, column + right, word, bit))
    word += 1
  }
  let row = 4
  let column = 0
  const fromEnd = (at: number) => (at < 0 ? at + mapped : at)
  while (row < mapped || column < mapped) {
    const corner = corners.find(it => it.row === row && it.column === column)
    corner?.modules.forEach(([y, x], bit) => put(fromEnd(y), fromEnd(x), word, bit))
    if (corner) word += 1
    for (; row >= 0 && column < mapped; row -= 2, column += 2)
      if (row < mapped && column >= 0 && isFree(row, column)) place(row, column)
    row += 1
    column += 3
    for (; row < mapped && column >= 0; row += 2, column -= 2)
      if (row >= 0 && column < mapped && isFree(row, column)) place(row, column)
    row += 3
    column += 1
  }
  return bits
}

/** Each region has a solid border at the left and below, a dotted one above and at the right. */
function module(bits: (boolean | undefined)[][], row: number, column: number): boolean {
  const side = region + 2
  const [y, x] = [row % side, column % side]
  if (x === 0 || y === side - 1) return true
  if (y === 0) return x % 2 === 0
  if (x === side - 1) return y % 2 === 1
  return bits[Math.floor(row / side) * region + y - 1]?.[Math.floor(column / side) * region + x - 1] ?? false
}
