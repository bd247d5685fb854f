CREATE TABLE "payment_alarm" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "payment_alarm_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "payment_alarm_once" UNIQUE("municipality_id","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "report_fetch" (
	"municipality_id" uuid PRIMARY KEY NOT NULL,
	"published_after" timestamp with time zone,
	"fetched_at" timestamp with time zone,
	"seen_at" timestamp with time zone,
	"error" text
);
--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "case_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_flow" ADD COLUMN "receipt_tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_flow" ADD COLUMN "receipt_next_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "payment_alarm" ADD CONSTRAINT "payment_alarm_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_fetch" ADD CONSTRAINT "report_fetch_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;