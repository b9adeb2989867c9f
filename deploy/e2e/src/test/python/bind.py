"""Prints what an exchange routes to a temporary queue, until it is ended: bind.py EXCHANGE TYPE ROUTING_KEY ARGUMENTS_AS_JSON"""

import json
import os
import sys

import pika

exchange, exchange_type, routing_key, arguments = sys.argv[1:5]
connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.exchange_declare(exchange=exchange, exchange_type=exchange_type, durable=True)
queue = channel.queue_declare(queue="", exclusive=True).method.queue
channel.queue_bind(
    exchange=exchange, queue=queue, routing_key=routing_key, arguments=json.loads(arguments)
)


def show(channel, method, properties, body):
    print(body.decode(), end="", flush=True)


channel.basic_consume(queue=queue, on_message_callback=show, auto_ack=True)
print("ready", flush=True)
channel.start_consuming()
