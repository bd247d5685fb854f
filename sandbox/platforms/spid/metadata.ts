import { escape } from '../html.ts'
import type { Signer } from '../keys.ts'
import { certificateBody } from '../x509.ts'
import { signElement } from './saml.ts'

const attributeNames = [
  'spidCode',
  'name',
  'familyName',
  'fiscalNumber',
  'dateOfBirth',
  'placeOfBirth',
  'gender',
  'email',
  'mobilePhone',
]

/** The signed metadata of an identity provider whose endpoints are under `base`. */
export function metadataXml(entityId: string, base: string, signer: Signer): string {
  const binding = (name: string): string =>
    `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${name}" Location="${escape(base)}/sso"/>`
  const xml = [
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_metadata" entityID="${escape(entityId)}">`,
    `<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" WantAuthnRequestsSigned="true">`,
    `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${certificateBody(signer.certificatePem)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
    `<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</md:NameIDFormat>`,
    binding('Redirect'),
    binding('POST'),
    ...attributeNames.map(name => `<saml:Attribute Name="${name}"/>`),
    `</md:IDPSSODescriptor>`,
    `</md:EntityDescriptor>`,
  ].join('')
  return signElement(xml, 'EntityDescriptor', signer)
}
