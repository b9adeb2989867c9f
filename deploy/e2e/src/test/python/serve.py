"""Answers each request to logs.receipts with that text, until it is ended: serve.py REPLY

Stands in for the consumers, as the server of RabbitMQ's RPC tutorial.
"""

import os
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.basic_qos(prefetch_count=1)


def on_request(channel, method, properties, body):
    channel.basic_publish(
        exchange="",
        routing_key=properties.reply_to,
        properties=pika.BasicProperties(correlation_id=properties.correlation_id),
        body=sys.argv[1],
    )
    channel.basic_ack(delivery_tag=method.delivery_tag)


channel.basic_consume(queue="logs.receipts", on_message_callback=on_request)
print("ready", flush=True)
channel.start_consuming()
