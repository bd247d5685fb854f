import { z } from 'zod'

const dateTime = z.iso.datetime({ offset: true, local: true })
const entry = z.object({ key: z.string().max(140), value: z.string().max(140) })

const transferSchema = z.object({
  idTransfer: z.enum(['1', '2', '3', '4', '5']),
  amount: z.int().min(1),
  organizationFiscalCode: z
    .string()
    .regex(/^\d{11}$/)
    .optional(),
  remittanceInformation: z.string().min(1).max(140),
  category: z.string().min(1),
  iban: z
    .string()
    .regex(/^[A-Za-z0-9]{1,35}$/)
    .optional(),
  postalIban: z
    .string()
    .regex(/^[A-Za-z0-9]{0,35}$/)
    .optional(),
  stamp: z
    .object({
      hashDocument: z.string().max(72),
      stampType: z.string().length(2),
      provincialResidence: z.string().regex(/^[A-Z]{2}$/),
    })
    .optional(),
  companyName: z.string().max(140).optional(),
  transferMetadata: z.array(entry).max(10).optional(),
})

const optionSchema = z.object({
  nav: z
    .string()
    .regex(/^\d{18}$/)
    .optional(),
  iuv: z.string().regex(/^\d{15,17}$/),
  amount: z.int().min(1),
  description: z.string().min(1).max(140),
  isPartialPayment: z.boolean(),
  dueDate: dateTime,
  retentionDate: dateTime.optional(),
  transfer: z.array(transferSchema).min(1).max(5),
  paymentOptionMetadata: z.array(entry).max(10).optional(),
})

/** PaymentPositionModel of the GPD API, v1, as a creditor sends it. */
export const newPositionSchema = z.object({
  iupd: z.string().min(1).max(100),
  type: z.enum(['F', 'G']),
  payStandIn: z.boolean().default(true),
  fiscalCode: z.string().min(11).max(16),
  fullName: z.string().min(1),
  streetName: z.string().optional(),
  civicNumber: z.string().optional(),
  postalCode: z.string().optional(),
  city: z.string().optional(),
  province: z.string().optional(),
  region: z.string().optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  switchToExpired: z.boolean(),
  companyName: z.string().min(1).max(140),
  officeName: z.string().max(140).optional(),
  validityDate: dateTime.optional(),
  paymentOption: z.array(optionSchema).min(1).max(100),
})

export const statusSchema = z.enum([
  'DRAFT',
  'PUBLISHED',
  'VALID',
  'INVALID',
  'EXPIRED',
  'PARTIALLY_PAID',
  'PAID',
  'REPORTED',
])

const storedOptionSchema = optionSchema.extend({
  nav: z.string(),
  status: z.enum(['PO_UNPAID', 'PO_PAID']),
  paymentDate: z.string().optional(),
  idReceipt: z.string().optional(),
  pspCompany: z.string().optional(),
  paymentMethod: z.string().optional(),
})

/** A debt position as the platform keeps it. */
export const positionSchema = newPositionSchema.extend({
  organizationFiscalCode: z.string(),
  status: statusSchema,
  insertedDate: z.string(),
  lastUpdatedDate: z.string(),
  publishDate: z.string().optional(),
  paymentDate: z.string().optional(),
  paymentOption: z.array(storedOptionSchema),
})

export type NewPosition = z.infer<typeof newPositionSchema>
export type Position = z.infer<typeof positionSchema>
export type StoredOption = z.infer<typeof storedOptionSchema>
export type PositionStatus = z.infer<typeof statusSchema>

/** The receipt of a payment (CtReceiptModelResponse): amounts in euros. */
export const receiptSchema = z.looseObject({
  receiptId: z.string(),
  noticeNumber: z.string(),
  fiscalCode: z.string(),
  outcome: z.string(),
  creditorReferenceId: z.string(),
  paymentAmount: z.number(),
  paymentDateTimeFormatted: z.string(),
})

export type Receipt = z.infer<typeof receiptSchema>
