CREATE TABLE "holds" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"payment_intent_id" text,
	"order_id" text,
	"status" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"checked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "hosted_page" jsonb;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "checkout_session_id" text;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "charge_id" text;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "receipt_url" text;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "fee" bigint;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "fee_currency" text;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "holds_order" ON "holds" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "webhook_events_parked" ON "webhook_events" USING btree ("received_at") WHERE "webhook_events"."state" = 'parked';--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_checkout_session_id_unique" UNIQUE("checkout_session_id");