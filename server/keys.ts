/** What each sealed value is and where it belongs: opened under another name, it fails. Shared with the operations that read them. */
export const sealContexts = {
  evidence: (id: string) => `identity_evidence/${id}`,
  confidential: (id: string) => `confidential_record/${id}`,
  document: (id: string) => `document/${id}`,
  platform: (platform: string) => `platform_setting/${platform}`,
}
