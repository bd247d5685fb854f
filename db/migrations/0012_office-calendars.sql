CREATE TABLE "office_calendar" (
	"municipality_id" uuid NOT NULL,
	"working_days" integer[] NOT NULL,
	"closures" jsonb NOT NULL,
	"patron" jsonb,
	"revision" integer NOT NULL,
	"changed_by" uuid,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "office_calendar_municipality_id_pk" PRIMARY KEY("municipality_id")
);
--> statement-breakpoint
ALTER TABLE "office_calendar" ADD CONSTRAINT "office_calendar_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;