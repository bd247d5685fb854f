ALTER TABLE "payment_flow_row" DROP CONSTRAINT "payment_flow_row_flow";
