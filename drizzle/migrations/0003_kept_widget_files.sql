CREATE TABLE "widget_files" (
	"name" text PRIMARY KEY NOT NULL,
	"body" text NOT NULL,
	"released_at" timestamp with time zone DEFAULT now() NOT NULL
);
