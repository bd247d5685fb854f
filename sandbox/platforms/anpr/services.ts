/** The e-services of the national registry that the sandbox plays: code, path, audience of the voucher, purpose. */
export interface AnprService {
  path: string
  audience: string
  purposeId: string
}

export type AnprCode = 'C020' | 'C021' | 'C024' | 'C025' | 'C030'
export type AnprServices = Record<AnprCode, AnprService>

/** Who a client assertion is for, whatever port the token service listens on. */
export const assertionAudience = 'auth.interop.sandbox/client-assertion'

export const anprServices: AnprServices = {
  C020: service('C020-servizioAccertamentoResidenza', '5e6f0f0a-3c20-4c1e-8f1d-0000000c0020'),
  C021: service('C021-servizioAccertamentoStatoFamiglia', '5e6f0f0a-3c20-4c1e-8f1d-0000000c0021'),
  C024: service('C024-servizioAccertamentoPaternita', '5e6f0f0a-3c20-4c1e-8f1d-0000000c0024'),
  C025: service('C025-servizioAccertamentoMaternita', '5e6f0f0a-3c20-4c1e-8f1d-0000000c0025'),
  C030: service('C030-servizioAccertamentoIdUnicoNazionale', '5e6f0f0a-3c20-4c1e-8f1d-0000000c0030'),
}

export const anprCodes: readonly AnprCode[] = ['C020', 'C021', 'C024', 'C025', 'C030']

function service(name: string, purposeId: string): AnprService {
  return { path: `/${name}/v1`, audience: `https://modipa.anpr.sandbox/rest/${name}/v1`, purposeId }
}
