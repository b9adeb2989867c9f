"""Asks whoever consumes a queue, and prints the reply: call.py QUEUE TEXT"""

import os
import sys
import time
import uuid

import pika

queue, text = sys.argv[1:3]
connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
channel = connection.channel()
callback_queue = channel.queue_declare(queue="", exclusive=True).method.queue
correlation_id = str(uuid.uuid4())
replies = []


def on_response(channel, method, properties, body):
    if properties.correlation_id == correlation_id:
        replies.append(body)


channel.basic_consume(queue=callback_queue, on_message_callback=on_response, auto_ack=True)
channel.basic_publish(
    exchange="",
    routing_key=queue,
    properties=pika.BasicProperties(reply_to=callback_queue, correlation_id=correlation_id),
    body=text,
)
deadline = time.monotonic() + 30
while not replies and time.monotonic() < deadline:
    connection.process_data_events(time_limit=1)
print(replies[0].decode())
connection.close()
