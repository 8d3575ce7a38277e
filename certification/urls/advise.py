"""Addresses of the /advise/ desk."""

from django.urls import path

from certification.views.adviser import desk, plan

app_name = "advise"
urlpatterns = [
    path("", desk.index, name="index"),
    path("files/<str:token>/", desk.file, name="file"),
    path("<int:pk>/", plan.plan, name="plan"),
    path("<int:pk>/tasks/", plan.add_task, name="add_task"),
    path("<int:pk>/tasks/<int:task_pk>/", plan.finish_task, name="task"),
    path("<int:pk>/messages/", plan.say, name="message"),
    path("<int:pk>/move/", plan.move, name="move"),
]
