declare module 'dmn-moddle' {
  /** The package carries no types; what it reads is validated after reading. */
  export class DmnModdle {
    fromXML(xml: string): Promise<{ rootElement: unknown; warnings: { message: string }[] }>
  }
}
