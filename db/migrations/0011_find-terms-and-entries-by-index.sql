CREATE TABLE "saved_view" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"audience" text NOT NULL,
	"office_code" text,
	"query" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "saved_view_municipality_id_id_pk" PRIMARY KEY("municipality_id","id")
);
--> statement-breakpoint
DROP INDEX "audit_entry_object";--> statement-breakpoint
DROP INDEX "case_view_term";--> statement-breakpoint
ALTER TABLE "audit_entry" ADD COLUMN "actor_id" text GENERATED ALWAYS AS (actor ->> 'id') STORED;--> statement-breakpoint
ALTER TABLE "audit_entry" ADD COLUMN "object_id" text GENERATED ALWAYS AS (object ->> 'id') STORED;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "preferences" jsonb DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "case_view" ADD COLUMN "term_suspended" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "case_view" ADD COLUMN "office" text;--> statement-breakpoint
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_owner_id_person_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_office" FOREIGN KEY ("municipality_id","office_code") REFERENCES "public"."office"("municipality_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What stands in the views already: the office whose task is waited for, and whether the procedure's clock is stopped.
UPDATE "case_view" SET
  "office" = case when "waiting_for" ->> 'kind' = 'task' then "waiting_for" ->> 'what' end,
  "term_suspended" = jsonb_path_exists("view", '$.terms[*] ? (@.key == "procedure" && @.state == "suspended")')
WHERE "ended_at" is null and ("due" is not null or "waiting_for" is not null);--> statement-breakpoint
CREATE INDEX "saved_view_audience" ON "saved_view" USING btree ("municipality_id","audience","owner_id");--> statement-breakpoint
CREATE INDEX "audit_entry_of_object" ON "audit_entry" USING btree ("municipality_id","object_id","at","seq");--> statement-breakpoint
CREATE INDEX "audit_entry_of_actor" ON "audit_entry" USING btree ("municipality_id","actor_id","at","seq");--> statement-breakpoint
CREATE INDEX "audit_entry_of_action" ON "audit_entry" USING btree ("municipality_id","action","at","seq");--> statement-breakpoint
CREATE INDEX "case_view_term" ON "case_view" USING btree ("municipality_id","due","case_id","procedure","office","term_suspended") WHERE ended_at is null and due is not null;