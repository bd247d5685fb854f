declare module 'bpmn-moddle' {
  /** What the parser makes of an XML element; its properties are checked where they are read. */
  export interface ModdleElement {
    $type: string
    $attrs?: { [name: string]: unknown }
    [property: string]: unknown
    get(name: string): unknown
    set(name: string, value: string): void
  }

  export interface Warning {
    message: string
    /** Of a reference that leads nowhere: whose it is, and its name. */
    element?: ModdleElement
    property?: string
  }

  export interface ParseResult {
    rootElement: ModdleElement
    warnings: Warning[]
  }

  /** The package's own declarations are not reachable through its `exports`. */
  export class BpmnModdle {
    constructor(packages?: { [prefix: string]: unknown })
    fromXML(xml: string): Promise<ParseResult>
  }
}
