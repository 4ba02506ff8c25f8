ALTER TABLE "payment_attempts" ADD COLUMN "hosted_page" jsonb;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "checkout_session_id" text;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_checkout_session_id_unique" UNIQUE("checkout_session_id");