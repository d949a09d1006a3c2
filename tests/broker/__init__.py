"""The background work over RabbitMQ and Redis: real brokers, real workers, and brokers that fail."""
