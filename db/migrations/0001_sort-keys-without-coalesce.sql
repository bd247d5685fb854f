DROP INDEX "case_view_town_subject";--> statement-breakpoint
DROP INDEX "case_view_subject";--> statement-breakpoint
DROP INDEX "case_view_town_due";--> statement-breakpoint
DROP INDEX "case_view_due";--> statement-breakpoint
DROP INDEX "task_town_due";--> statement-breakpoint
DROP INDEX "task_due";--> statement-breakpoint
DROP INDEX "task_legal_due";--> statement-breakpoint
CREATE INDEX "case_view_town_subject" ON "case_view" USING btree ("municipality_id",(case when subject_name is null then '' else subject_name end),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_subject" ON "case_view" USING btree ((case when subject_name is null then '' else subject_name end),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_town_due" ON "case_view" USING btree ("municipality_id",(case when due is null then 'infinity'::date else due end),"case_id");--> statement-breakpoint
CREATE INDEX "case_view_due" ON "case_view" USING btree ((case when due is null then 'infinity'::date else due end),"case_id");--> statement-breakpoint
CREATE INDEX "task_town_due" ON "task" USING btree ("municipality_id","state",(case when due is null then 'infinity'::timestamptz else due end),"case_id","task_id");--> statement-breakpoint
CREATE INDEX "task_due" ON "task" USING btree ("state",(case when due is null then 'infinity'::timestamptz else due end),"case_id","task_id");--> statement-breakpoint
CREATE INDEX "task_legal_due" ON "task" USING btree ("state",(case when legal_due is null then 'infinity'::date else legal_due end),"case_id","task_id");