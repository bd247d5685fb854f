declare module 'bpmn-moddle' {
  /** What the parser makes of an XML element; its properties are checked where they are read. */
  export interface ModdleElement {
    $type: string
    $attrs?: { [name: string]: unknown }
    [property: string]: unknown
    get(name: string): unknown
  }

  export interface ParseResult {
    rootElement: ModdleElement
    warnings: { message: string }[]
  }

  /** The package's own declarations are not reachable through its `exports`. */
  export class BpmnModdle {
    constructor(packages?: { [prefix: string]: unknown })
    fromXML(xml: string): Promise<ParseResult>
  }
}
