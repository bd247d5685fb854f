DROP INDEX "case_view_town_phase";--> statement-breakpoint
DROP INDEX "case_view_phase";--> statement-breakpoint
DROP INDEX "case_view_town_updated";--> statement-breakpoint
DROP INDEX "case_view_updated";--> statement-breakpoint
DROP INDEX "case_view_town_received";--> statement-breakpoint
DROP INDEX "case_view_received";--> statement-breakpoint
DROP INDEX "case_view_town_number";--> statement-breakpoint
DROP INDEX "case_view_number";--> statement-breakpoint
DROP INDEX "case_view_town_subject";--> statement-breakpoint
DROP INDEX "case_view_subject";--> statement-breakpoint
DROP INDEX "case_view_town_due";--> statement-breakpoint
DROP INDEX "case_view_due";--> statement-breakpoint
DROP INDEX "case_view_town_since";--> statement-breakpoint
DROP INDEX "case_view_since";--> statement-breakpoint
ALTER TABLE "case_counter_by_state" DROP CONSTRAINT "case_counter_by_state_municipality_id_procedure_status_phase_pk";--> statement-breakpoint
ALTER TABLE "case_counter_by_state" ADD COLUMN "outcome" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "case_counter_by_state" ADD CONSTRAINT "case_counter_by_state_pk" PRIMARY KEY("municipality_id","procedure","status","phase","outcome");--> statement-breakpoint
DELETE FROM "case_counter_by_state";--> statement-breakpoint
-- Counted anew, now by outcome too.
INSERT INTO "case_counter_by_state" ("municipality_id", "procedure", "status", "phase", "outcome", "count")
SELECT "municipality_id", "procedure", "status", "phase", coalesce("outcome", ''), count(*) FROM "case_view" GROUP BY 1, 2, 3, 4, 5;--> statement-breakpoint
CREATE INDEX "case_view_facets" ON "case_view" USING btree ("municipality_id","phase","status","outcome","procedure");--> statement-breakpoint
CREATE INDEX "case_view_term" ON "case_view" USING btree ("municipality_id","procedure","due") WHERE ended_at is null and due is not null;--> statement-breakpoint
CREATE INDEX "case_view_town_updated" ON "case_view" USING btree ("municipality_id","phase","updated_at","case_id");--> statement-breakpoint
CREATE INDEX "case_view_updated" ON "case_view" USING btree ("phase","updated_at","case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_received" ON "case_view" USING btree ("municipality_id","phase","received_at","case_id");--> statement-breakpoint
CREATE INDEX "case_view_received" ON "case_view" USING btree ("phase","received_at","case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_number" ON "case_view" USING btree ("municipality_id","phase","number","case_id");--> statement-breakpoint
CREATE INDEX "case_view_number" ON "case_view" USING btree ("phase","number","case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_subject" ON "case_view" USING btree ("municipality_id","phase",(case when subject_name is null then '' else subject_name end),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_subject" ON "case_view" USING btree ("phase",(case when subject_name is null then '' else subject_name end),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_due" ON "case_view" USING btree ("municipality_id","phase",(case when due is null then 'infinity'::date else due end),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_due" ON "case_view" USING btree ("phase",(case when due is null then 'infinity'::date else due end),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_since" ON "case_view" USING btree ("municipality_id","phase","since","case_id");--> statement-breakpoint
CREATE INDEX "case_view_since" ON "case_view" USING btree ("phase","since","case_id");