"""Publishes the texts given as arguments, with the calls that RabbitMQ's publish/subscribe tutorial makes, and confirms.

Without confirms, a quorum queue may lose the last messages of a publisher that closes its connection at once.
"""

import os
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.confirm_delivery()
channel.exchange_declare(exchange="logs", exchange_type="fanout", durable=True)
for text in sys.argv[1:]:
    channel.basic_publish(exchange="logs", routing_key="", body=text)
connection.close()
