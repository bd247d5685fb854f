CREATE TABLE "absence" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"substitute_id" uuid NOT NULL,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"set_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "absence_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "absence_days" CHECK ("absence"."first_day" <= "absence"."last_day" and "absence"."person_id" <> "absence"."substitute_id")
);
--> statement-breakpoint
DROP INDEX "task_town_due";--> statement-breakpoint
DROP INDEX "task_due";--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "promise" timestamp with time zone GENERATED ALWAYS AS (case when due is not null then due when legal_due is null then '9999-01-01T00:00:00Z'::timestamptz
          else (legal_due + 1)::timestamp at time zone 'Europe/Rome' end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "absence" ADD CONSTRAINT "absence_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absence" ADD CONSTRAINT "absence_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absence" ADD CONSTRAINT "absence_substitute_id_person_id_fk" FOREIGN KEY ("substitute_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absence" ADD CONSTRAINT "absence_set_by_person_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "absence_substitute" ON "absence" USING btree ("substitute_id","last_day");--> statement-breakpoint
CREATE INDEX "task_town_promise" ON "task" USING btree ("municipality_id","state","promise","case_id","task_id");--> statement-breakpoint
CREATE INDEX "task_promise" ON "task" USING btree ("state","promise","case_id","task_id");