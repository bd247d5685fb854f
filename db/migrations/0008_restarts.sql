CREATE TABLE "restart" (
	"municipality_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"cause" jsonb NOT NULL,
	"reason" text NOT NULL,
	"actor" jsonb NOT NULL,
	"state" text NOT NULL,
	"per_second" integer NOT NULL,
	"left_out" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"stopped_by" uuid,
	CONSTRAINT "restart_municipality_id_id_pk" PRIMARY KEY("municipality_id","id")
);
--> statement-breakpoint
CREATE TABLE "restart_item" (
	"municipality_id" uuid NOT NULL,
	"restart_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"incident_id" text NOT NULL,
	"work" text NOT NULL,
	"request_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"state" text NOT NULL,
	"asked_at" timestamp with time zone,
	CONSTRAINT "restart_item_municipality_id_restart_id_case_id_incident_id_pk" PRIMARY KEY("municipality_id","restart_id","case_id","incident_id")
);
--> statement-breakpoint
ALTER TABLE "restart" ADD CONSTRAINT "restart_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "restart_item" ADD CONSTRAINT "restart_item_restart" FOREIGN KEY ("municipality_id","restart_id") REFERENCES "public"."restart"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "restart_item" ADD CONSTRAINT "restart_item_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "restart_due" ON "restart" USING btree ("municipality_id","state","next_at");--> statement-breakpoint
CREATE INDEX "restart_created" ON "restart" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "restart_item_state" ON "restart_item" USING btree ("municipality_id","restart_id","state");