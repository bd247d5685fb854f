CREATE TABLE "account_entry" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"cents" integer NOT NULL,
	"reference" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "account_entry_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "account_entry_reference" UNIQUE("municipality_id","account_id","reference")
);
--> statement-breakpoint
CREATE TABLE "canteen_list" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"school_year" text NOT NULL,
	"child_name" text NOT NULL,
	"child_fiscal_code" text NOT NULL,
	"school_code" text NOT NULL,
	"class_name" text NOT NULL,
	"days" text[] NOT NULL,
	"diet_code" text,
	"starts_on" date NOT NULL,
	"ends_on" date,
	CONSTRAINT "canteen_list_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "canteen_list_case" UNIQUE("municipality_id","case_id")
);
--> statement-breakpoint
CREATE TABLE "canteen_place" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"school_year" text NOT NULL,
	"school_code" text NOT NULL,
	"class_name" text NOT NULL,
	"days" text[] NOT NULL,
	"starts_on" date NOT NULL,
	"reserved_at" timestamp with time zone NOT NULL,
	"released_at" timestamp with time zone,
	CONSTRAINT "canteen_place_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "canteen_place_case" UNIQUE("municipality_id","case_id")
);
--> statement-breakpoint
CREATE TABLE "canteen_setting" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"school_year" text NOT NULL,
	"model" text NOT NULL,
	"meal_days" text[] NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"top_up_cents" integer NOT NULL,
	"isee_days" integer NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "canteen_setting_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "canteen_setting_year" UNIQUE("municipality_id","school_year")
);
--> statement-breakpoint
CREATE TABLE "fare_period" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"from" date NOT NULL,
	"cents" integer NOT NULL,
	"rule" text NOT NULL,
	"resolution" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "fare_period_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "fare_period_from" UNIQUE("municipality_id","account_id","from")
);
--> statement-breakpoint
CREATE TABLE "meal_account" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"child_fiscal_code" text NOT NULL,
	"child_name" text NOT NULL,
	"applicant_fiscal_code" text,
	"school_year" text NOT NULL,
	"model" text NOT NULL,
	"fare" jsonb NOT NULL,
	"state" text NOT NULL,
	"balance_cents" integer DEFAULT 0 NOT NULL,
	"starts_on" date,
	"closed_at" timestamp with time zone,
	"closed_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "meal_account_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "meal_account_case" UNIQUE("municipality_id","case_id")
);
--> statement-breakpoint
CREATE TABLE "school" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"address" text,
	CONSTRAINT "school_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "school_code" UNIQUE("municipality_id","code")
);
--> statement-breakpoint
CREATE TABLE "school_class" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"school_code" text NOT NULL,
	"name" text NOT NULL,
	"places" integer NOT NULL,
	CONSTRAINT "school_class_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "school_class_name" UNIQUE("municipality_id","school_code","name")
);
--> statement-breakpoint
CREATE TABLE "school_pupil" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"school_year" text NOT NULL,
	"school_code" text NOT NULL,
	"class_name" text NOT NULL,
	"fiscal_code" text NOT NULL,
	"first_name" text,
	"last_name" text,
	CONSTRAINT "school_pupil_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "school_pupil_once" UNIQUE("municipality_id","school_year","fiscal_code")
);
--> statement-breakpoint
CREATE TABLE "case_counter" (
	"municipality_id" uuid NOT NULL,
	"prefix" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "case_counter_municipality_id_prefix_year_pk" PRIMARY KEY("municipality_id","prefix","year")
);
--> statement-breakpoint
CREATE TABLE "case_record" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"procedure" text NOT NULL,
	"definition_id" uuid NOT NULL,
	"plan_hash" text NOT NULL,
	"channel" text NOT NULL,
	"title" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_digest" text NOT NULL,
	"applicant_name" text,
	"applicant_fiscal_code" text,
	"subject_name" text,
	"subject_fiscal_code" text,
	"created_by" uuid,
	"driver" text DEFAULT 'case' NOT NULL,
	"closed_state" jsonb,
	"closed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "case_record_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "case_record_number" UNIQUE("municipality_id","number"),
	CONSTRAINT "case_record_idempotency" UNIQUE("municipality_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "confidential_record" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"office_code" text NOT NULL,
	"kind" text NOT NULL,
	"content" "bytea" NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "confidential_record_municipality_id_id_pk" PRIMARY KEY("municipality_id","id")
);
--> statement-breakpoint
CREATE TABLE "document" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"sealed" boolean DEFAULT false NOT NULL,
	"sha256" text NOT NULL,
	"size" integer NOT NULL,
	"direction" text NOT NULL,
	"protocol" text,
	"confidential_office" text,
	"natural_key" text,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "document_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "document_natural_key" UNIQUE("municipality_id","natural_key")
);
--> statement-breakpoint
CREATE TABLE "identity_evidence" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"method" text NOT NULL,
	"raw" "bytea",
	"request_id" text,
	"response_id" text,
	"assertion_id" text,
	"digest" text,
	"fiscal_code" text,
	"level" integer,
	"issuer" text,
	"issued_at" timestamp with time zone,
	"received_at" timestamp with time zone NOT NULL,
	"verified_at" timestamp with time zone,
	"refusal" text,
	"detail" jsonb,
	CONSTRAINT "identity_evidence_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "identity_evidence_response" UNIQUE("municipality_id","response_id")
);
--> statement-breakpoint
CREATE TABLE "definition" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"procedure" text NOT NULL,
	"version" integer NOT NULL,
	"plan_hash" text NOT NULL,
	"plan" jsonb NOT NULL,
	"bpmn" text NOT NULL,
	"forms" jsonb NOT NULL,
	"manifest" jsonb NOT NULL,
	"request_schema" jsonb NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "definition_version" UNIQUE("procedure","version"),
	CONSTRAINT "definition_plan" UNIQUE("procedure","plan_hash")
);
--> statement-breakpoint
CREATE TABLE "import_file" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"procedure" text NOT NULL,
	"name" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"state" text NOT NULL,
	"rows" integer NOT NULL,
	"good" integer NOT NULL,
	"bad" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	CONSTRAINT "import_file_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "import_file_sha256" UNIQUE("municipality_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "import_row" (
	"municipality_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"state" text NOT NULL,
	"reasons" jsonb NOT NULL,
	"request" jsonb,
	"case_id" uuid,
	"row_key" text,
	CONSTRAINT "import_row_municipality_id_file_id_line_pk" PRIMARY KEY("municipality_id","file_id","line")
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"municipality_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" jsonb NOT NULL,
	"action" text NOT NULL,
	"object" jsonb NOT NULL,
	"reason" text,
	"request_id" text,
	"outcome" text NOT NULL,
	"detail" jsonb NOT NULL,
	"prev" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entry_municipality_id_seq_pk" PRIMARY KEY("municipality_id","seq")
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"municipality_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "change" (
	"municipality_id" uuid NOT NULL,
	"id" bigserial NOT NULL,
	"txid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"resource" text NOT NULL,
	"resource_id" text NOT NULL,
	"version" integer,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "change_municipality_id_id_pk" PRIMARY KEY("municipality_id","id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"municipality_id" uuid NOT NULL,
	"id" bigserial NOT NULL,
	"kind" text NOT NULL,
	"case_id" uuid NOT NULL,
	"payload" jsonb NOT NULL,
	"idempotency_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	"answer" jsonb,
	CONSTRAINT "outbox_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "outbox_idempotency" UNIQUE("municipality_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "data_key" (
	"municipality_id" uuid NOT NULL,
	"key_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "data_key_municipality_id_key_id_pk" PRIMARY KEY("municipality_id","key_id")
);
--> statement-breakpoint
CREATE TABLE "decision_table" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"key" text NOT NULL,
	"resolution" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"status" text NOT NULL,
	"dmn" text NOT NULL,
	"table" jsonb NOT NULL,
	"proposed_by" uuid,
	"proposed_at" timestamp with time zone,
	"approved_by" uuid,
	"approved_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "decision_table_municipality_id_id_pk" PRIMARY KEY("municipality_id","id")
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"office_code" text,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "membership_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "membership_once" UNIQUE NULLS NOT DISTINCT("municipality_id","person_id","office_code","role")
);
--> statement-breakpoint
CREATE TABLE "municipality" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"ipa_code" text NOT NULL,
	"fiscal_code" text NOT NULL,
	"province" text NOT NULL,
	"time_zone" text DEFAULT 'Europe/Rome' NOT NULL,
	"logo" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "municipality_code_unique" UNIQUE("code"),
	CONSTRAINT "municipality_ipa_code_unique" UNIQUE("ipa_code")
);
--> statement-breakpoint
CREATE TABLE "office" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	CONSTRAINT "office_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "office_code" UNIQUE("municipality_id","code")
);
--> statement-breakpoint
CREATE TABLE "platform_setting" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"platform" text NOT NULL,
	"base_url" text NOT NULL,
	"secrets" "bytea",
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"key_expires_at" timestamp with time zone,
	"tested_at" timestamp with time zone,
	"test_result" text,
	"updated_at" timestamp with time zone,
	CONSTRAINT "platform_setting_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "platform_setting_once" UNIQUE("municipality_id","platform")
);
--> statement-breakpoint
CREATE TABLE "service_token" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "service_token_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "service_token_hash" UNIQUE("municipality_id","hash")
);
--> statement-breakpoint
CREATE TABLE "message_out" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"template" text NOT NULL,
	"subject" text NOT NULL,
	"state" text NOT NULL,
	"external_id" text,
	"natural_key" text,
	"sent_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_out_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "message_out_natural_key" UNIQUE("municipality_id","natural_key")
);
--> statement-breakpoint
CREATE TABLE "notice" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"iupd" text NOT NULL,
	"iuv" text NOT NULL,
	"nav" text NOT NULL,
	"cents" integer NOT NULL,
	"due_date" date NOT NULL,
	"state" text NOT NULL,
	"position" jsonb NOT NULL,
	"document_id" uuid,
	"paid_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notice_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "notice_iupd" UNIQUE("municipality_id","iupd"),
	CONSTRAINT "notice_nav" UNIQUE("municipality_id","nav")
);
--> statement-breakpoint
CREATE TABLE "receipt" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"receipt_id" text NOT NULL,
	"nav" text NOT NULL,
	"iuv" text NOT NULL,
	"cents" integer NOT NULL,
	"paid_at" timestamp with time zone NOT NULL,
	"case_id" uuid,
	"source" text NOT NULL,
	"payload" jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "receipt_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "receipt_once" UNIQUE("municipality_id","receipt_id")
);
--> statement-breakpoint
CREATE TABLE "identity_provider" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entity_id" text NOT NULL,
	"name" text NOT NULL,
	"method" text DEFAULT 'SPID' NOT NULL,
	"certificate" text NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subject" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"active" boolean DEFAULT true NOT NULL,
	"last_seen_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_subject_unique" UNIQUE("subject")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"sid" varchar PRIMARY KEY NOT NULL,
	"sess" json NOT NULL,
	"expire" timestamp (6) NOT NULL,
	"person_id" uuid
);
--> statement-breakpoint
CREATE TABLE "effect" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"key" text NOT NULL,
	"case_id" uuid,
	"work" text,
	"attempt" integer DEFAULT 1 NOT NULL,
	"operation" text NOT NULL,
	"platform" text NOT NULL,
	"status" text NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"request_digest" text NOT NULL,
	"outcome" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "effect_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "effect_key" UNIQUE("municipality_id","key")
);
--> statement-breakpoint
CREATE TABLE "platform_counter" (
	"municipality_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"last" bigint NOT NULL,
	CONSTRAINT "platform_counter_municipality_id_platform_pk" PRIMARY KEY("municipality_id","platform")
);
--> statement-breakpoint
CREATE TABLE "platform_health" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"platform" text NOT NULL,
	"municipality_id" uuid,
	"state" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"last_error" text,
	"probe_at" timestamp with time zone,
	"updated_at" timestamp with time zone,
	CONSTRAINT "platform_health_once" UNIQUE NULLS NOT DISTINCT("platform","municipality_id")
);
--> statement-breakpoint
CREATE TABLE "case_counter_by_state" (
	"municipality_id" uuid NOT NULL,
	"procedure" text NOT NULL,
	"status" text NOT NULL,
	"phase" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "case_counter_by_state_municipality_id_procedure_status_phase_pk" PRIMARY KEY("municipality_id","procedure","status","phase")
);
--> statement-breakpoint
CREATE TABLE "case_event" (
	"municipality_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"idx" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"type" text NOT NULL,
	"element" text,
	"name" text,
	"actor" jsonb,
	"reason" text,
	"detail" jsonb NOT NULL,
	"confidential_office" text,
	CONSTRAINT "case_event_municipality_id_case_id_idx_pk" PRIMARY KEY("municipality_id","case_id","idx")
);
--> statement-breakpoint
CREATE TABLE "case_term" (
	"municipality_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"law" text,
	"state" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"due" date NOT NULL,
	"days" integer NOT NULL,
	"unit" text NOT NULL,
	"suspensions" jsonb NOT NULL,
	"met_at" timestamp with time zone,
	CONSTRAINT "case_term_municipality_id_case_id_key_pk" PRIMARY KEY("municipality_id","case_id","key")
);
--> statement-breakpoint
CREATE TABLE "case_view" (
	"municipality_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"number" text NOT NULL,
	"procedure" text NOT NULL,
	"title" text NOT NULL,
	"subject_name" text,
	"applicant_name" text,
	"protocol" text,
	"channel" text NOT NULL,
	"status" text NOT NULL,
	"phase" text NOT NULL,
	"outcome" text,
	"step_name" text,
	"waiting_for" jsonb,
	"since" timestamp with time zone NOT NULL,
	"due" date,
	"received_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"revision" integer NOT NULL,
	"run" integer NOT NULL,
	"history_length" integer NOT NULL,
	"rest" boolean NOT NULL,
	"history_count" integer NOT NULL,
	"document" jsonb NOT NULL,
	"view" jsonb NOT NULL,
	"search_text" text NOT NULL,
	CONSTRAINT "case_view_municipality_id_case_id_pk" PRIMARY KEY("municipality_id","case_id")
);
--> statement-breakpoint
CREATE TABLE "incident" (
	"municipality_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"incident_id" text NOT NULL,
	"work" text NOT NULL,
	"element" text NOT NULL,
	"name" text NOT NULL,
	"operation" text NOT NULL,
	"platform" text,
	"kind" text NOT NULL,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"detail" text,
	"touched" boolean NOT NULL,
	"heals" boolean NOT NULL,
	"allowed" text[] NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone,
	"number" text NOT NULL,
	"procedure" text NOT NULL,
	"case_title" text NOT NULL,
	CONSTRAINT "incident_municipality_id_case_id_incident_id_pk" PRIMARY KEY("municipality_id","case_id","incident_id")
);
--> statement-breakpoint
CREATE TABLE "task" (
	"municipality_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"task_id" text NOT NULL,
	"element" text NOT NULL,
	"name" text NOT NULL,
	"office" text NOT NULL,
	"confidential" boolean NOT NULL,
	"role" text,
	"form" text NOT NULL,
	"assignee" text,
	"opened_at" timestamp with time zone NOT NULL,
	"due" timestamp with time zone,
	"legal_due" date,
	"state" text NOT NULL,
	"closed_at" timestamp with time zone,
	"number" text NOT NULL,
	"procedure" text NOT NULL,
	"case_title" text NOT NULL,
	"subject_name" text,
	CONSTRAINT "task_municipality_id_case_id_task_id_pk" PRIMARY KEY("municipality_id","case_id","task_id")
);
--> statement-breakpoint
CREATE TABLE "task_draft" (
	"municipality_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"task_id" text NOT NULL,
	"person_id" uuid NOT NULL,
	"values" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "task_draft_municipality_id_case_id_task_id_person_id_pk" PRIMARY KEY("municipality_id","case_id","task_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "work_attempt" (
	"municipality_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"work" text NOT NULL,
	"attempt" integer NOT NULL,
	"try" integer NOT NULL,
	"lane" text NOT NULL,
	"operation" text,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"error_kind" text,
	"error_code" text,
	"message" text,
	"next_at" timestamp with time zone,
	CONSTRAINT "work_attempt_municipality_id_case_id_work_attempt_lane_try_pk" PRIMARY KEY("municipality_id","case_id","work","attempt","lane","try")
);
--> statement-breakpoint
ALTER TABLE "account_entry" ADD CONSTRAINT "account_entry_account" FOREIGN KEY ("municipality_id","account_id") REFERENCES "public"."meal_account"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "canteen_list" ADD CONSTRAINT "canteen_list_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "canteen_place" ADD CONSTRAINT "canteen_place_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "canteen_setting" ADD CONSTRAINT "canteen_setting_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fare_period" ADD CONSTRAINT "fare_period_account" FOREIGN KEY ("municipality_id","account_id") REFERENCES "public"."meal_account"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meal_account" ADD CONSTRAINT "meal_account_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "school" ADD CONSTRAINT "school_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "school_class" ADD CONSTRAINT "school_class_school" FOREIGN KEY ("municipality_id","school_code") REFERENCES "public"."school"("municipality_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "school_pupil" ADD CONSTRAINT "school_pupil_school" FOREIGN KEY ("municipality_id","school_code") REFERENCES "public"."school"("municipality_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_counter" ADD CONSTRAINT "case_counter_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_record" ADD CONSTRAINT "case_record_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_record" ADD CONSTRAINT "case_record_definition_id_definition_id_fk" FOREIGN KEY ("definition_id") REFERENCES "public"."definition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "confidential_record" ADD CONSTRAINT "confidential_record_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_evidence" ADD CONSTRAINT "identity_evidence_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_file" ADD CONSTRAINT "import_file_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_file" FOREIGN KEY ("municipality_id","file_id") REFERENCES "public"."import_file"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_head" ADD CONSTRAINT "audit_head_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_key" ADD CONSTRAINT "data_key_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_table" ADD CONSTRAINT "decision_table_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_office" FOREIGN KEY ("municipality_id","office_code") REFERENCES "public"."office"("municipality_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office" ADD CONSTRAINT "office_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_setting" ADD CONSTRAINT "platform_setting_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_token" ADD CONSTRAINT "service_token_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_out" ADD CONSTRAINT "message_out_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "effect" ADD CONSTRAINT "effect_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_event" ADD CONSTRAINT "case_event_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_term" ADD CONSTRAINT "case_term_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_view" ADD CONSTRAINT "case_view_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident" ADD CONSTRAINT "incident_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_draft" ADD CONSTRAINT "task_draft_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_attempt" ADD CONSTRAINT "work_attempt_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "canteen_list_class" ON "canteen_list" USING btree ("municipality_id","school_year","school_code","class_name");--> statement-breakpoint
CREATE INDEX "canteen_place_class" ON "canteen_place" USING btree ("municipality_id","school_year","school_code","class_name");--> statement-breakpoint
CREATE INDEX "meal_account_child" ON "meal_account" USING btree ("municipality_id","child_fiscal_code","school_year");--> statement-breakpoint
CREATE INDEX "meal_account_applicant" ON "meal_account" USING btree ("municipality_id","applicant_fiscal_code");--> statement-breakpoint
CREATE INDEX "case_record_applicant" ON "case_record" USING btree ("municipality_id","applicant_fiscal_code");--> statement-breakpoint
CREATE INDEX "case_record_subject" ON "case_record" USING btree ("municipality_id","subject_fiscal_code");--> statement-breakpoint
CREATE INDEX "confidential_record_case" ON "confidential_record" USING btree ("municipality_id","case_id");--> statement-breakpoint
CREATE INDEX "document_case" ON "document" USING btree ("municipality_id","case_id","created_at");--> statement-breakpoint
CREATE INDEX "identity_evidence_case" ON "identity_evidence" USING btree ("municipality_id","case_id");--> statement-breakpoint
CREATE INDEX "definition_hash" ON "definition" USING btree ("plan_hash");--> statement-breakpoint
CREATE INDEX "import_file_town_created" ON "import_file" USING btree ("municipality_id","created_at","id");--> statement-breakpoint
CREATE INDEX "import_file_created" ON "import_file" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "import_row_state" ON "import_row" USING btree ("municipality_id","file_id","state","line");--> statement-breakpoint
CREATE INDEX "import_row_key" ON "import_row" USING btree ("municipality_id","row_key");--> statement-breakpoint
CREATE INDEX "audit_entry_at" ON "audit_entry" USING btree ("municipality_id","at","seq");--> statement-breakpoint
CREATE INDEX "audit_entry_object" ON "audit_entry" USING btree ("municipality_id",(object ->> 'id'),"seq");--> statement-breakpoint
CREATE INDEX "change_cursor" ON "change" USING btree ("txid","id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ((kind = 'start'),"id") WHERE delivered_at is null;--> statement-breakpoint
CREATE INDEX "outbox_case" ON "outbox" USING btree ("municipality_id","case_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "data_key_active" ON "data_key" USING btree ("municipality_id") WHERE active;--> statement-breakpoint
CREATE INDEX "decision_table_valid" ON "decision_table" USING btree ("municipality_id","key","status","valid_from");--> statement-breakpoint
CREATE INDEX "membership_person" ON "membership" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "message_out_case" ON "message_out" USING btree ("municipality_id","case_id");--> statement-breakpoint
CREATE INDEX "notice_case" ON "notice" USING btree ("municipality_id","case_id");--> statement-breakpoint
CREATE INDEX "notice_state" ON "notice" USING btree ("municipality_id","state");--> statement-breakpoint
CREATE INDEX "receipt_case" ON "receipt" USING btree ("municipality_id","case_id");--> statement-breakpoint
CREATE INDEX "receipt_nav" ON "receipt" USING btree ("municipality_id","nav");--> statement-breakpoint
CREATE INDEX "identity_provider_entity" ON "identity_provider" USING btree ("entity_id");--> statement-breakpoint
CREATE INDEX "session_expire" ON "session" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "session_person" ON "session" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "effect_case" ON "effect" USING btree ("municipality_id","case_id");--> statement-breakpoint
CREATE INDEX "effect_open" ON "effect" USING btree ("status","lease_until");--> statement-breakpoint
CREATE INDEX "case_term_due" ON "case_term" USING btree ("municipality_id","state","due");--> statement-breakpoint
CREATE INDEX "case_view_town_updated" ON "case_view" USING btree ("municipality_id","updated_at","case_id");--> statement-breakpoint
CREATE INDEX "case_view_updated" ON "case_view" USING btree ("updated_at","case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_received" ON "case_view" USING btree ("municipality_id","received_at","case_id");--> statement-breakpoint
CREATE INDEX "case_view_received" ON "case_view" USING btree ("received_at","case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_number" ON "case_view" USING btree ("municipality_id","number","case_id");--> statement-breakpoint
CREATE INDEX "case_view_number" ON "case_view" USING btree ("number","case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_subject" ON "case_view" USING btree ("municipality_id",coalesce(subject_name, ''),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_subject" ON "case_view" USING btree (coalesce(subject_name, ''),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_due" ON "case_view" USING btree ("municipality_id",coalesce(due, 'infinity'::date),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_due" ON "case_view" USING btree (coalesce(due, 'infinity'::date),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_since" ON "case_view" USING btree ("municipality_id","since","case_id");--> statement-breakpoint
CREATE INDEX "case_view_since" ON "case_view" USING btree ("since","case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_phase" ON "case_view" USING btree ("municipality_id","phase","updated_at","case_id");--> statement-breakpoint
CREATE INDEX "case_view_phase" ON "case_view" USING btree ("phase","updated_at","case_id");--> statement-breakpoint
CREATE INDEX "case_view_search" ON "case_view" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "incident_town_raised" ON "incident" USING btree ("municipality_id","raised_at","case_id","incident_id");--> statement-breakpoint
CREATE INDEX "incident_raised" ON "incident" USING btree ("raised_at","case_id","incident_id");--> statement-breakpoint
CREATE INDEX "incident_open" ON "incident" USING btree ("platform","code","municipality_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "task_town_opened" ON "task" USING btree ("municipality_id","state","opened_at","case_id","task_id");--> statement-breakpoint
CREATE INDEX "task_opened" ON "task" USING btree ("state","opened_at","case_id","task_id");--> statement-breakpoint
CREATE INDEX "task_town_due" ON "task" USING btree ("municipality_id","state",coalesce(due, 'infinity'::timestamptz),"case_id","task_id");--> statement-breakpoint
CREATE INDEX "task_due" ON "task" USING btree ("state",coalesce(due, 'infinity'::timestamptz),"case_id","task_id");--> statement-breakpoint
CREATE INDEX "task_legal_due" ON "task" USING btree ("state",coalesce(legal_due, 'infinity'::date),"case_id","task_id");--> statement-breakpoint
CREATE INDEX "task_assignee" ON "task" USING btree ("assignee","state","opened_at");--> statement-breakpoint
CREATE INDEX "task_office" ON "task" USING btree ("municipality_id","office","state","opened_at");