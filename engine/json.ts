/** JSON values: everything that enters or leaves the core survives `JSON.parse(JSON.stringify(x))`. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** The case document and every other object made of JSON. */
export type JsonObject = { [key: string]: Json }

/** An instant in UTC, ISO 8601 with milliseconds and `Z`: `2026-11-22T09:30:00.000Z`. */
export type Instant = string

/** A date of law in Europe/Rome, `YYYY-MM-DD`. */
export type LocalDate = string

/** What a person reads, Italian first. */
export interface Text {
  it: string
  en: string
}
