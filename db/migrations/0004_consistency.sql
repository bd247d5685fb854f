CREATE TABLE "consistency_finding" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"case_id" uuid,
	"detail" jsonb NOT NULL,
	"state" text NOT NULL,
	"repairs" integer DEFAULT 0 NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"run_id" uuid NOT NULL,
	CONSTRAINT "consistency_finding_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "consistency_finding_once" UNIQUE("municipality_id","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "consistency_run" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"asked_by" uuid,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"cases" integer DEFAULT 0 NOT NULL,
	"workflows" integer DEFAULT 0 NOT NULL,
	"found" integer DEFAULT 0 NOT NULL,
	"repaired" integer DEFAULT 0 NOT NULL,
	"error" text
);
--> statement-breakpoint
ALTER TABLE "consistency_finding" ADD CONSTRAINT "consistency_finding_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consistency_finding_state" ON "consistency_finding" USING btree ("state","seen_at","id");--> statement-breakpoint
CREATE INDEX "consistency_run_asked" ON "consistency_run" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "case_record_open" ON "case_record" USING btree ("municipality_id","id") WHERE closed_at is null;