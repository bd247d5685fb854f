CREATE TABLE "payment_transfer" (
	"municipality_id" uuid NOT NULL,
	"notice_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"payee_fiscal_code" text NOT NULL,
	"payee_name" text NOT NULL,
	"cents" bigint NOT NULL,
	"iban" text NOT NULL,
	"postal_iban" text,
	"category" text NOT NULL,
	"description" text NOT NULL,
	CONSTRAINT "payment_transfer_municipality_id_notice_id_number_pk" PRIMARY KEY("municipality_id","notice_id","number")
);
--> statement-breakpoint
CREATE TABLE "debt_position" (
	"municipality_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid,
	"iupd" text NOT NULL,
	"service" text,
	"description" text NOT NULL,
	"debtor_name" text NOT NULL,
	"cents" bigint NOT NULL,
	"replaces" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "debt_position_municipality_id_id_pk" PRIMARY KEY("municipality_id","id"),
	CONSTRAINT "debt_position_iupd" UNIQUE("municipality_id","iupd")
);
--> statement-breakpoint
CREATE TABLE "payment_service" (
	"municipality_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"office" text,
	"category" text NOT NULL,
	"iban" text,
	"postal_iban" text,
	"postal_holder" text,
	"segregation_code" text,
	"shares" jsonb NOT NULL,
	"is_tax" boolean NOT NULL,
	"expires" boolean NOT NULL,
	"remind_after_days" integer,
	"chapter" text,
	"assessment" text,
	"vat_percent" integer,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payment_service_municipality_id_code_pk" PRIMARY KEY("municipality_id","code")
);
--> statement-breakpoint
ALTER TABLE "notice" DROP CONSTRAINT "notice_iupd";--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "position_id" uuid;--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "kind" text DEFAULT 'single' NOT NULL;--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "number" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_transfer" ADD CONSTRAINT "payment_transfer_notice" FOREIGN KEY ("municipality_id","notice_id") REFERENCES "public"."notice"("municipality_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "debt_position" ADD CONSTRAINT "debt_position_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "debt_position" ADD CONSTRAINT "debt_position_case_record" FOREIGN KEY ("municipality_id","case_id") REFERENCES "public"."case_record"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "debt_position" ADD CONSTRAINT "debt_position_service" FOREIGN KEY ("municipality_id","service") REFERENCES "public"."payment_service"("municipality_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "debt_position" ADD CONSTRAINT "debt_position_replaces" FOREIGN KEY ("municipality_id","replaces") REFERENCES "public"."debt_position"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_service" ADD CONSTRAINT "payment_service_municipality_id_municipality_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipality"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "debt_position_case" ON "debt_position" USING btree ("municipality_id","case_id");--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_position" FOREIGN KEY ("municipality_id","position_id") REFERENCES "public"."debt_position"("municipality_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_iupd" UNIQUE("municipality_id","iupd","number");