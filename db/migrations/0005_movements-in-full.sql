DROP INDEX "payment_flow_name";--> statement-breakpoint
ALTER TABLE "payment_flow" ALTER COLUMN "revision" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "journal_movement" ADD COLUMN "bank" text NOT NULL;--> statement-breakpoint
ALTER TABLE "journal_movement" ADD COLUMN "exercise" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "journal_movement" ADD COLUMN "account" text NOT NULL;--> statement-breakpoint
ALTER TABLE "journal_movement" ADD COLUMN "reversed_bill_number" text;--> statement-breakpoint
ALTER TABLE "journal_movement" ADD COLUMN "value_on" date;--> statement-breakpoint
ALTER TABLE "journal_movement" ADD COLUMN "execution" text NOT NULL;--> statement-breakpoint
ALTER TABLE "journal_movement" ADD COLUMN "end_to_end_id" text;--> statement-breakpoint
ALTER TABLE "journal_movement" ADD COLUMN "customer" text;--> statement-breakpoint
ALTER TABLE "journal_movement" ADD COLUMN "closes" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_flow" ADD COLUMN "flow_key" text NOT NULL;--> statement-breakpoint
CREATE INDEX "notice_iuv" ON "notice" USING btree ("municipality_id","iuv");--> statement-breakpoint
CREATE INDEX "receipt_iuv" ON "receipt" USING btree ("municipality_id","iuv");--> statement-breakpoint
CREATE INDEX "journal_movement_regularises" ON "journal_movement" USING btree ("municipality_id","bank","exercise","operation");--> statement-breakpoint
CREATE INDEX "payment_flow_name" ON "payment_flow" USING btree ("municipality_id","flow_key");