ALTER TABLE "payment" DROP CONSTRAINT "payment_municipality_id_municipality_id_fk";
--> statement-breakpoint
DROP INDEX "payment_by_service";--> statement-breakpoint
DROP INDEX "payment_by_case";--> statement-breakpoint
ALTER TABLE "payment" ALTER COLUMN "id" SET DEFAULT uuidv7();--> statement-breakpoint
CREATE INDEX "payment_by_service" ON "payment" USING btree ("municipality_id","service","missing",(case when paid_at is null then 'infinity'::timestamptz else paid_at end),"id") WHERE service is not null;--> statement-breakpoint
CREATE INDEX "payment_by_case" ON "payment" USING btree ("municipality_id","case_id") WHERE case_id is not null;