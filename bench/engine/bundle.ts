import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

export interface BundleSize {
  minified: number
  gzipped: number
}

const entry = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url))

/** What the workflows' own code weighs with the engine and without it; Temporal's part is the same for everybody and left out. */
export async function measureBundle(): Promise<{ withEngine: BundleSize; without: BundleSize }> {
  return { withEngine: await sizeOf([]), without: await sizeOf(['../engine/*', '../../engine/*']) }
}

async function sizeOf(external: string[]): Promise<BundleSize> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: ['@temporalio/*', ...external],
  })
  const code = outputFiles[0]?.contents ?? new Uint8Array()
  return { minified: code.length, gzipped: gzipSync(code).length }
}
