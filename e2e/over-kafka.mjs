// Tells the stories of this project to run Cauce over Kafka.
process.env.CAUCE_STORIES_OVER = 'kafka';
