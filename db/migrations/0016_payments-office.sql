CREATE TABLE "accounting_map" (
	"municipality_id" uuid NOT NULL,
	"rows" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"changed_by" uuid NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "accounting_map_municipality_id_pk" PRIMARY KEY("municipality_id")
);
--> statement-breakpoint
DROP INDEX "payment_missing";--> statement-breakpoint
DROP INDEX "payment_by_service";--> statement-breakpoint
ALTER TABLE "payment" ADD COLUMN "own_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
-- As it is derived from now on, until the payment is looked at again.
UPDATE "payment" SET "own_cents" = "cents";--> statement-breakpoint
ALTER TABLE "treasury_entry" ADD COLUMN "open_cents" bigint GENERATED ALWAYS AS (greatest(cents - reversed_cents - regularised_cents, 0)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "saved_view" ADD COLUMN "list" text DEFAULT 'cases' NOT NULL;--> statement-breakpoint
ALTER TABLE "accounting_map" ADD CONSTRAINT "accounting_map_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payment_missing_due" ON "payment" USING btree ("municipality_id","missing",(case when due_on is null then 'infinity'::date else due_on end),"id");--> statement-breakpoint
CREATE INDEX "debt_position_debtor" ON "debt_position" USING gin (lower(debtor_name) gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "entry_assignment_in_force" ON "entry_assignment" USING btree ("municipality_id","entry_id") WHERE revoked_at is null;--> statement-breakpoint
CREATE INDEX "treasury_entry_open" ON "treasury_entry" USING btree ("municipality_id","moved_on","id","open_cents") WHERE open_cents > 0;--> statement-breakpoint
CREATE INDEX "payment_missing" ON "payment" USING btree ("municipality_id","missing",(case when paid_at is null then 'infinity'::timestamptz else paid_at end),"id");--> statement-breakpoint
CREATE INDEX "payment_by_service" ON "payment" USING btree ("municipality_id","service","missing",(case when paid_at is null then 'infinity'::timestamptz else paid_at end),"id");--> statement-breakpoint
ALTER TABLE "payment_service" DROP COLUMN "chapter";--> statement-breakpoint
ALTER TABLE "payment_service" DROP COLUMN "assessment";--> statement-breakpoint
ALTER TABLE "payment_service" DROP COLUMN "vat_percent";