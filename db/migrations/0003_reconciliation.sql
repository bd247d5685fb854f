CREATE TABLE "payment" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"iuv" text NOT NULL,
	"nav" text,
	"notice_id" uuid,
	"case_id" uuid,
	"service" text,
	"description" text,
	"debtor_name" text,
	"cents" bigint NOT NULL,
	"due_on" date,
	"paid" text NOT NULL,
	"paid_at" timestamp with time zone,
	"receipt_id" text,
	"duplicates" integer DEFAULT 0 NOT NULL,
	"reported" text NOT NULL,
	"reported_on" date,
	"flow_id" uuid,
	"reconciled" text NOT NULL,
	"reconciled_on" date,
	"entry_id" uuid,
	"missing" text NOT NULL,
	"code" text,
	"changed_at" timestamp with time zone NOT NULL,
	"change_txid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"change" bigserial NOT NULL,
	CONSTRAINT "payment_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "payment_iuv" UNIQUE("municipality_id","iuv")
);
--> statement-breakpoint
CREATE TABLE "entry_assignment" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"target" text NOT NULL,
	"flow_id" text,
	"psp" text,
	"iuv" text,
	"reason" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_by" uuid,
	"revoked_at" timestamp with time zone,
	"revoke_reason" text,
	CONSTRAINT "entry_assignment_municipality_id_id_pk" PRIMARY KEY("municipality_id","id")
);
--> statement-breakpoint
CREATE TABLE "entry_reference" (
	"municipality_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"written" text NOT NULL,
	CONSTRAINT "entry_reference_municipality_id_entry_id_kind_value_pk" PRIMARY KEY("municipality_id","entry_id","kind","value")
);
--> statement-breakpoint
CREATE TABLE "journal_movement" (
	"municipality_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"page" integer NOT NULL,
	"line" integer NOT NULL,
	"type" text NOT NULL,
	"document_type" text NOT NULL,
	"operation" text NOT NULL,
	"document_number" text,
	"bill_number" text,
	"cents" bigint NOT NULL,
	"moved_on" date NOT NULL,
	"cause" text NOT NULL,
	"repeated" integer DEFAULT 0 NOT NULL,
	"entry_id" uuid,
	"identity" text NOT NULL,
	CONSTRAINT "journal_movement_municipality_id_file_id_position_pk" PRIMARY KEY("municipality_id","file_id","position")
);
--> statement-breakpoint
CREATE TABLE "payment_file" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"sha256" text NOT NULL,
	"size" bigint NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"format" text,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"problem" jsonb,
	"report" jsonb,
	"reference_on" date,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "payment_file_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "payment_file_sha256" UNIQUE("municipality_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "payment_file_chunk" (
	"municipality_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "payment_file_chunk_municipality_id_file_id_number_pk" PRIMARY KEY("municipality_id","file_id","number")
);
--> statement-breakpoint
CREATE TABLE "payment_flow" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"file_id" uuid NOT NULL,
	"flow_id" text NOT NULL,
	"psp" text NOT NULL,
	"psp_name" text NOT NULL,
	"revision" integer NOT NULL,
	"flow_at" timestamp with time zone NOT NULL,
	"regulation_id" text NOT NULL,
	"regulation_on" date NOT NULL,
	"total_count" integer NOT NULL,
	"total_cents" bigint NOT NULL,
	"foreign_count" integer DEFAULT 0 NOT NULL,
	"foreign_cents" bigint DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"anomalies" jsonb NOT NULL,
	"credited_cents" bigint DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"reconciled_on" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payment_flow_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "payment_flow_revision" UNIQUE("municipality_id","psp","flow_id","revision")
);
--> statement-breakpoint
CREATE TABLE "payment_flow_row" (
	"municipality_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"iuv" text NOT NULL,
	"iur" text NOT NULL,
	"transfer" integer NOT NULL,
	"cents" bigint NOT NULL,
	"outcome" integer NOT NULL,
	"outcome_on" date NOT NULL,
	"ownership" text NOT NULL,
	CONSTRAINT "payment_flow_row_municipality_id_flow_id_position_pk" PRIMARY KEY("municipality_id","flow_id","position")
);
--> statement-breakpoint
CREATE TABLE "treasury_entry" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"bank" text NOT NULL,
	"exercise" integer NOT NULL,
	"number" text NOT NULL,
	"cents" bigint NOT NULL,
	"reversed_cents" bigint DEFAULT 0 NOT NULL,
	"regularised_cents" bigint DEFAULT 0 NOT NULL,
	"moved_on" date NOT NULL,
	"value_on" date,
	"cause" text NOT NULL,
	"customer" text,
	"end_to_end_id" text,
	"account" text,
	"class" text NOT NULL,
	"code" text NOT NULL,
	"rule" text NOT NULL,
	"reasons" jsonb NOT NULL,
	"difference_cents" bigint,
	"updated_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "treasury_entry_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "treasury_entry_number" UNIQUE("municipality_id","bank","exercise","number")
);
--> statement-breakpoint
ALTER TABLE "payment" ADD CONSTRAINT "payment_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_assignment" ADD CONSTRAINT "entry_assignment_entry" FOREIGN KEY ("municipality_id","entry_id") REFERENCES "public"."treasury_entry"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_reference" ADD CONSTRAINT "entry_reference_entry" FOREIGN KEY ("municipality_id","entry_id") REFERENCES "public"."treasury_entry"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_movement" ADD CONSTRAINT "journal_movement_file" FOREIGN KEY ("municipality_id","file_id") REFERENCES "public"."payment_file"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_file" ADD CONSTRAINT "payment_file_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_file_chunk" ADD CONSTRAINT "payment_file_chunk_file" FOREIGN KEY ("municipality_id","file_id") REFERENCES "public"."payment_file"("municipality_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_flow" ADD CONSTRAINT "payment_flow_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_flow_row" ADD CONSTRAINT "payment_flow_row_flow" FOREIGN KEY ("municipality_id","flow_id") REFERENCES "public"."payment_flow"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "treasury_entry" ADD CONSTRAINT "treasury_entry_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payment_missing" ON "payment" USING btree ("municipality_id","missing","paid_at","id");--> statement-breakpoint
CREATE INDEX "payment_by_service" ON "payment" USING btree ("municipality_id","service","paid_at","id");--> statement-breakpoint
CREATE INDEX "payment_by_flow" ON "payment" USING btree ("municipality_id","flow_id");--> statement-breakpoint
CREATE INDEX "payment_by_case" ON "payment" USING btree ("municipality_id","case_id");--> statement-breakpoint
CREATE INDEX "payment_change" ON "payment" USING btree ("municipality_id","change_txid","change");--> statement-breakpoint
CREATE INDEX "entry_assignment_entry" ON "entry_assignment" USING btree ("municipality_id","entry_id");--> statement-breakpoint
CREATE INDEX "entry_assignment_flow" ON "entry_assignment" USING btree ("municipality_id","flow_id");--> statement-breakpoint
CREATE INDEX "entry_reference_value" ON "entry_reference" USING btree ("municipality_id","kind","value");--> statement-breakpoint
CREATE INDEX "journal_movement_entry" ON "journal_movement" USING btree ("municipality_id","entry_id");--> statement-breakpoint
CREATE INDEX "journal_movement_identity" ON "journal_movement" USING btree ("municipality_id","identity");--> statement-breakpoint
CREATE INDEX "payment_file_created" ON "payment_file" USING btree ("municipality_id","kind","created_at","id");--> statement-breakpoint
CREATE INDEX "payment_flow_name" ON "payment_flow" USING btree ("municipality_id","flow_id");--> statement-breakpoint
CREATE INDEX "payment_flow_status" ON "payment_flow" USING btree ("municipality_id","status","regulation_on","id");--> statement-breakpoint
CREATE INDEX "payment_flow_date" ON "payment_flow" USING btree ("municipality_id","regulation_on","id");--> statement-breakpoint
CREATE INDEX "payment_flow_trn" ON "payment_flow" USING btree ("municipality_id","regulation_id");--> statement-breakpoint
CREATE INDEX "payment_flow_row_iuv" ON "payment_flow_row" USING btree ("municipality_id","iuv");--> statement-breakpoint
CREATE INDEX "treasury_entry_class" ON "treasury_entry" USING btree ("municipality_id","class","moved_on","id");--> statement-breakpoint
CREATE INDEX "treasury_entry_date" ON "treasury_entry" USING btree ("municipality_id","moved_on","id");