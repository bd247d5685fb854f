DROP INDEX "payment_missing";--> statement-breakpoint
DROP INDEX "payment_by_service";--> statement-breakpoint
CREATE INDEX "payment_missing" ON "payment" USING btree ("municipality_id","missing",(case when paid_at is null then 'infinity'::timestamptz else paid_at end),"id","own_cents");--> statement-breakpoint
CREATE INDEX "payment_by_service" ON "payment" USING btree ("municipality_id","service","missing",(case when paid_at is null then 'infinity'::timestamptz else paid_at end),"id","own_cents") WHERE service is not null;