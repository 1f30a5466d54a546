from django.db import connection


class CountStatements:
    """Says in a header how many statements the answer took, session and account included. The bench's alone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        seen = 0

        def counted(execute, sql, params, many, context):
            nonlocal seen
            seen += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response["X-Statements"] = str(seen)
        return response
