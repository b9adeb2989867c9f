"""Prints and acknowledges what comes to a queue that is there, one message at a time, until it is ended: work.py QUEUE"""

import os
import sys

import pika

queue = sys.argv[1]
connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
channel.queue_declare(queue=queue, passive=True)
channel.basic_qos(prefetch_count=1)


def work(channel, method, properties, body):
    print(body.decode(), end="", flush=True)
    channel.basic_ack(delivery_tag=method.delivery_tag)


channel.basic_consume(queue=queue, on_message_callback=work)
print("ready", flush=True)
channel.start_consuming()
