"""Prints what the exchange logs sends to a temporary queue of its own, one body after the other, until it is ended."""

import os
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.exchange_declare(exchange="logs", exchange_type="fanout", durable=True)
queue = channel.queue_declare(queue="", exclusive=True).method.queue
channel.queue_bind(exchange="logs", queue=queue)


def show(channel, method, properties, body):
    sys.stdout.write(body.decode())
    sys.stdout.flush()


channel.basic_consume(queue=queue, on_message_callback=show, auto_ack=True)
print("subscribed", flush=True)
channel.start_consuming()
