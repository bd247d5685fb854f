CREATE TABLE "regularisation_part" (
	"municipality_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"bank" text NOT NULL,
	"exercise" integer NOT NULL,
	"number" text NOT NULL,
	"cents" bigint NOT NULL,
	CONSTRAINT "regularisation_part_municipality_id_file_id_position_number_pk" PRIMARY KEY("municipality_id","file_id","position","number")
);
--> statement-breakpoint
DROP INDEX "journal_movement_regularises";--> statement-breakpoint
ALTER TABLE "regularisation_part" ADD CONSTRAINT "regularisation_part_movement" FOREIGN KEY ("municipality_id","file_id","position") REFERENCES "public"."journal_movement"("municipality_id","file_id","position") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "regularisation_part_entry" ON "regularisation_part" USING btree ("municipality_id","bank","exercise","number");--> statement-breakpoint
ALTER TABLE "journal_movement" DROP COLUMN "closes";