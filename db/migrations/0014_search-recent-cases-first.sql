-- Short enough for an entry of the index.
UPDATE "case_view" SET "search_text" = left("search_text", 600) WHERE length("search_text") > 600;--> statement-breakpoint
CREATE INDEX "case_view_recent" ON "case_view" USING btree ("municipality_id","updated_at","case_id","search_text");--> statement-breakpoint
CREATE INDEX "case_view_protocol" ON "case_view" USING btree ("municipality_id","protocol");--> statement-breakpoint
CREATE INDEX "task_open" ON "task" USING btree ("municipality_id","office","confidential","assignee","promise") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "case_view_town_procedure_number" ON "case_view" USING btree ("municipality_id","phase","procedure","number","case_id");--> statement-breakpoint
CREATE INDEX "case_view_procedure_number" ON "case_view" USING btree ("phase","procedure","number","case_id");